package org.smshub.it.mail;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What people and scripts send mails with: mutt, swaks, Python's smtplib. */
final class MailPrograms {

    private static final String SMTPLIB = """
            import email.message, smtplib, sys
            port, sender, to, ident, answered, subject, text = sys.argv[1:]
            mail = email.message.EmailMessage()
            mail["From"], mail["To"], mail["Subject"], mail["Message-ID"] = sender, to, subject, ident
            if answered:
                mail["In-Reply-To"] = mail["References"] = answered
            mail.set_content(text)
            with smtplib.SMTP("127.0.0.1", int(port), timeout=30) as server:
                server.send_message(mail)
            """;

    private MailPrograms() {}

    /** What came of a program. */
    record Run(int status, String output) {}

    /** Which of them this machine lacks; null if none. */
    static String missing() {
        for (String program : List.of("swaks", "mutt", "python3")) {
            if (!Files.isExecutable(Path.of("/usr/bin", program))) {
                return program + " is not installed (Debian packages swaks, mutt and python3)";
            }
        }
        return null;
    }

    /** One mail of somebody's by mutt. */
    static Run mutt(Path folder, int port, String from, String to, String subject, String text)
            throws IOException, InterruptedException {
        Path rc = Files.writeString(folder.resolve(from + ".muttrc"), """
                set from="%s" use_envelope_from=yes copy=no hostname=example.org
                set smtp_url="smtp://127.0.0.1:%d/" ssl_starttls=no ssl_force_tls=no
                set charset="utf-8" send_charset="us-ascii:iso-8859-2:utf-8"
                """.formatted(from, port));
        return run(text, "mutt", "-n", "-F", rc.toString(), "-s", subject, "--", to);
    }

    /**
     * @param to 00… or p…: swaks takes a + for an option of its own
     * @param more options of swaks
     */
    static Run swaks(int port, String from, String to, String... more) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("swaks", "--server", "127.0.0.1:" + port, "--from", from, "--to=" + to));
        command.addAll(List.of(more));
        return run("", command.toArray(String[]::new));
    }

    /** @param answered the Message-ID of the mail that this one answers; empty = none */
    static Run smtplib(int port, String from, String to, String id, String answered, String subject, String text)
            throws IOException, InterruptedException {
        return run("", "python3", "-c", SMTPLIB, Integer.toString(port), from, to, id, answered, subject, text);
    }

    private static Run run(String input, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("PYTHONUTF8", "1");
        Process process = builder.start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(command[0] + " has not ended: " + output);
        }
        return new Run(process.exitValue(), output);
    }
}
