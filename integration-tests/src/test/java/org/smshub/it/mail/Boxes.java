package org.smshub.it.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A folder of mailboxes (Maildir): Postfix and these tests put mails in, Dovecot and these tests read them. */
final class Boxes {

    private final Path folder;
    private final String user;
    private final AtomicInteger number = new AtomicInteger();

    Boxes(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        user = System.getProperty("user.name").equals("root") ? "nobody" : System.getProperty("user.name");
        give(folder, user);
    }

    /** To that user, where this one may. */
    static void give(Path path, String user) throws IOException {
        if (System.getProperty("user.name").equals("root")) {
            Files.setOwner(
                    path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
        }
    }

    /** Lets others into a folder that JUnit made. */
    static Path opened(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        return folder;
    }

    Path folder() {
        return folder;
    }

    String user() {
        return user;
    }

    String group() throws IOException {
        return user.equals("nobody")
                ? "nogroup"
                : Files.getAttribute(folder, "posix:group").toString();
    }

    int uid() throws IOException {
        return (int) Files.getAttribute(folder, "unix:uid");
    }

    int gid() throws IOException {
        // of nobody: nogroup, which has the same number
        return user.equals("nobody") ? uid() : (int) Files.getAttribute(folder, "unix:gid");
    }

    /** What a command begins with that runs as the owner of these. */
    List<String> asItsUser() throws IOException {
        return user.equals("nobody")
                ? List.of("setpriv", "--reuid=" + uid(), "--regid=" + gid(), "--clear-groups")
                : List.of();
    }

    /** A mail into a mailbox, past every server. */
    void put(String box, String mail) throws IOException {
        put(box, mail.getBytes(StandardCharsets.UTF_8));
    }

    void put(String box, byte[] mail) throws IOException {
        take(box, Files.write(folder.resolve("mail" + number.get()), mail), true);
    }

    /** A file becomes a mail. @param moved whether the file itself does, else a copy */
    void take(String box, Path mail, boolean moved) throws IOException {
        Path home = make(folder.resolve(box));
        make(home.resolve("cur"));
        Path mails = make(home.resolve("new"));
        String name = "1700000000.M" + number.incrementAndGet() + ".test";
        Path file = make(home.resolve("tmp")).resolve(name);
        if (moved) {
            Files.move(mail, file);
        } else {
            Files.copy(mail, file);
        }
        give(file, user);
        Files.move(file, mails.resolve(name));
    }

    private Path make(Path path) throws IOException {
        if (!Files.exists(path)) {
            Files.createDirectory(path);
            give(path, user);
        }
        return path;
    }

    private List<Path> files(String box) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String part : List.of("new", "cur")) {
            Path mails = folder.resolve(box).resolve(part);
            if (Files.exists(mails)) {
                try (Stream<Path> all = Files.list(mails)) {
                    all.sorted().forEach(files::add);
                }
            }
        }
        return files;
    }

    /** @param box its name, and behind it that of a folder in it: {@code sms/.Sent} */
    int count(String box) throws IOException {
        return files(box).size();
    }

    /** What somebody has got. */
    List<MimeMessage> mails(String box) throws IOException, MessagingException {
        List<MimeMessage> mails = new ArrayList<>();
        for (Path file : files(box)) {
            try (InputStream in = Files.newInputStream(file)) {
                mails.add(new MimeMessage(Session.getInstance(new Properties()), in));
            }
        }
        return mails;
    }
}
