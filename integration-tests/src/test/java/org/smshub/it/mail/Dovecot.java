package org.smshub.it.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.smshub.bench.HubSite;

/** Debian's Dovecot over {@link Boxes}, with a configuration and ports of its own; no part of it runs as root. */
final class Dovecot implements AutoCloseable {

    static final String PASSWORD = "b%x+word";

    private static final Path DOVECOT = Path.of("/usr/sbin/dovecot");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;
    private final int imap = HubSite.freePort();
    private final int pop3 = HubSite.freePort();
    private final Process process;

    /** Why there can be none on this machine; null if there can. */
    static String missing() {
        return Files.isExecutable(DOVECOT) && Files.exists(Path.of("/usr/lib/dovecot/pop3"))
                ? null
                : "Dovecot is not installed (Debian packages dovecot-imapd and dovecot-pop3d)";
    }

    /** @param folder for configuration and log; those above it must let others in */
    Dovecot(Path folder, Boxes boxes) throws IOException {
        this.folder = Files.createDirectories(folder);
        Boxes.give(folder, boxes.user());
        Path config = Files.writeString(folder.resolve("dovecot.conf"), """
                base_dir = %1$s/run
                state_dir = %1$s/run
                log_path = %1$s/log
                listen = 127.0.0.1
                protocols = imap pop3
                ssl = no
                disable_plaintext_auth = no
                auth_mechanisms = plain
                default_internal_user = %2$s
                default_internal_group = %3$s
                default_login_user = %2$s
                default_process_limit = 20
                mail_location = maildir:%4$s/%%u
                first_valid_uid = 1
                first_valid_gid = 1
                passdb {
                  driver = static
                  args = password=%5$s
                }
                userdb {
                  driver = static
                  args = uid=%6$d gid=%7$d home=%4$s/%%u
                }
                service anvil {
                  chroot =
                }
                service stats {
                  chroot =
                }
                service imap-login {
                  chroot =
                  inet_listener imap {
                    port = %8$d
                  }
                  inet_listener imaps {
                    port = 0
                  }
                }
                service pop3-login {
                  chroot =
                  inet_listener pop3 {
                    port = %9$d
                  }
                  inet_listener pop3s {
                    port = 0
                  }
                }
                """.formatted(
                        folder,
                        boxes.user(),
                        boxes.group(),
                        boxes.folder(),
                        PASSWORD.replace("%", "%%"),
                        boxes.uid(),
                        boxes.gid(),
                        imap,
                        pop3));
        List<String> command = new ArrayList<>(boxes.asItsUser());
        command.addAll(List.of(DOVECOT.toString(), "-F", "-c", config.toString()));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        await().atMost(PATIENCE).until(() -> !process.isAlive() || listens(imap) && listens(pop3));
        assertThat(process.isAlive()).as(() -> "Dovecot has ended: " + log()).isTrue();
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    int imap() {
        return imap;
    }

    int pop3() {
        return pop3;
    }

    String log() {
        StringBuilder log = new StringBuilder();
        for (String file : List.of("out", "log")) {
            try {
                log.append(Files.readString(folder.resolve(file)));
            } catch (IOException e) {
                log.append("(no ").append(file).append(')');
            }
        }
        return log.toString();
    }

    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
