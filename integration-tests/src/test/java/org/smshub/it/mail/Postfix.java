package org.smshub.it.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.smshub.bench.HubSite;

/**
 * Debian's Postfix with a configuration, a queue and ports of its own. It delivers {@code example.org} to {@link Boxes}, puts what is for
 * {@code box.example.org} and {@code pop.example.org} into one mailbox each, and hands {@code sms.example.org} to the hub.
 */
final class Postfix implements AutoCloseable {

    private static final Path MASTER = Path.of("/usr/lib/postfix/sbin/master");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Who there is at example.org. */
    private static final List<String> PEOPLE =
            List.of("anna", "bert", "cleo", "dora", "emil", "desk", "polite", "rude");

    private final Path folder;
    private final int port = HubSite.freePort();
    private final int outsidePort = HubSite.freePort();
    private final Process process;

    /** Why there can be none on this machine; null if there can. */
    static String missing() {
        if (!Files.isExecutable(MASTER)) {
            return "Postfix is not installed (Debian package postfix)";
        }
        return "root".equals(System.getProperty("user.name")) ? null : "Postfix starts for root alone";
    }

    /**
     * @param folder for configuration, queue and log; those above it must let others in
     * @param hub the port that takes what is for the hub
     */
    Postfix(Path folder, Boxes boxes, int hub) throws IOException {
        this.folder = Files.createDirectories(folder);
        Path etc = Files.createDirectories(folder.resolve("etc"));
        Path data = Files.createDirectories(folder.resolve("data"));
        Boxes.give(data, "postfix");
        Files.createDirectories(folder.resolve("queue"));
        // what a milter would say of a sender: of ours that he is who he is, of whoever comes from outside that he is
        // not
        Files.writeString(etc.resolve("ours"), vouch("pass"));
        Files.writeString(etc.resolve("foreign"), vouch("fail"));
        StringBuilder map = new StringBuilder("/@box\\.example\\.org$/ sms/\n/@pop\\.example\\.org$/ pop/\n");
        for (String person : PEOPLE) {
            map.append("/^%1$s@example\\.org$/ %1$s/\n".formatted(person));
        }
        Files.writeString(etc.resolve("boxes"), map);
        Files.writeString(etc.resolve("main.cf"), """
                compatibility_level = 3.6
                queue_directory = %1$s/queue
                data_directory = %1$s/data
                command_directory = /usr/sbin
                daemon_directory = /usr/lib/postfix/sbin
                mail_owner = postfix
                setgid_group = postdrop
                maillog_file = %1$s/log
                maillog_file_prefixes = %1$s
                inet_interfaces = 127.0.0.1
                inet_protocols = ipv4
                myhostname = mx.example.org
                mydestination =
                mynetworks = 127.0.0.0/8
                alias_maps =
                alias_database =
                local_recipient_maps =
                disable_dns_lookups = yes
                relay_domains = sms.example.org
                transport_maps = inline:{ { sms.example.org = smtp:[127.0.0.1]:%2$d } }
                virtual_mailbox_domains = example.org, box.example.org, pop.example.org
                virtual_mailbox_base = %3$s
                virtual_mailbox_maps = regexp:%1$s/etc/boxes
                virtual_uid_maps = static:%4$d
                virtual_gid_maps = static:%5$d
                virtual_minimum_uid = 1
                smtpd_recipient_restrictions = reject_unauth_destination
                smtpd_data_restrictions = check_sender_access regexp:%1$s/etc/ours
                minimal_backoff_time = 2s
                queue_run_delay = 2s
                """.formatted(folder, hub, boxes.folder(), boxes.uid(), boxes.gid()));
        Files.writeString(etc.resolve("master.cf"), """
                127.0.0.1:%1$d inet n - n - - smtpd
                127.0.0.1:%2$d inet n - n - - smtpd
                  -o smtpd_data_restrictions=check_sender_access,regexp:%3$s/etc/foreign
                pickup unix n - n 60 1 pickup
                cleanup unix n - n - 0 cleanup
                qmgr unix n - n 300 1 qmgr
                rewrite unix - - n - - trivial-rewrite
                bounce unix - - n - 0 bounce
                defer unix - - n - 0 bounce
                trace unix - - n - 0 bounce
                flush unix n - n 1000? 0 flush
                proxymap unix - - n - - proxymap
                smtp unix - - n - - smtp
                relay unix - - n - - smtp
                showq unix n - n - - showq
                error unix - - n - - error
                retry unix - - n - - error
                virtual unix - n n - - virtual
                anvil unix - - n - 1 anvil
                postlog unix-dgram n - n - 1 postlogd
                """.formatted(port, outsidePort, folder));
        process = new ProcessBuilder("postfix", "-c", etc.toString(), "start-fg")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        await().atMost(PATIENCE).until(() -> !process.isAlive() || listens(port));
        assertThat(process.isAlive())
                .as(() -> "Postfix has ended: " + text("out") + text("log"))
                .isTrue();
    }

    private static String vouch(String verdict) {
        return "/./ PREPEND Authentication-Results: mx.example.org; dmarc=" + verdict + " header.from=example.org\n";
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private String text(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            return "";
        }
    }

    /** For the people of example.org. */
    int port() {
        return port;
    }

    /** For everybody else: nobody vouches for what comes by it. */
    int outsidePort() {
        return outsidePort;
    }

    String log() {
        return text("log");
    }

    /** Tries again, now, what could not be delivered. */
    void flush() throws IOException, InterruptedException {
        run("postqueue", "-c", folder.resolve("etc").toString(), "-f");
    }

    /** How many mails wait. */
    long waiting() throws IOException {
        long waiting = 0;
        for (String queue : new String[] {"incoming", "active", "deferred"}) {
            try (var files = Files.walk(folder.resolve("queue").resolve(queue))) {
                waiting += files.filter(Files::isRegularFile).count();
            } catch (java.io.UncheckedIOException | java.nio.file.NoSuchFileException moved) {
                waiting++;
            }
        }
        return waiting;
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process run = new ProcessBuilder(command).inheritIO().start();
        assertThat(run.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return run.exitValue();
    }

    @Override
    public void close() throws IOException {
        try {
            run("postfix", "-c", folder.resolve("etc").toString(), "stop");
            process.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
