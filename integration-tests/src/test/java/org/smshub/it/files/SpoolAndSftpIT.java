package org.smshub.it.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.bench.HubSite;
import org.smshub.bench.SmppSink;
import org.smshub.bench.Submit;
import org.smshub.it.Packaged;

/**
 * What nobody here wrote writes into the packaged hub's folders: smstools' own {@code sendsms} and event handler, the commands
 * of docs/files.md, OpenSSH's SFTP server. Skipped where they are not installed.
 */
@Timeout(400)
class SpoolAndSftpIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Pattern COMMANDS = Pattern.compile("(?ms)^```sh\\n(.*?)^```");
    private static final Path SCRIPTS = Path.of("/usr/share/doc/smstools/examples/scripts");
    private static final Path SSHD = Path.of("/usr/sbin/sshd");

    @TempDir
    Path folder;

    private final List<Submit> sent = new CopyOnWriteArrayList<>();

    private static void run(Path in, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(in.toFile())
                .redirectErrorStream(true)
                .redirectOutput(in.resolve("commands.log").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(in.resolve("commands.log"), StandardCharsets.ISO_8859_1))
                .isZero();
    }

    private static void block(HubSite site, String name, Map<String, String> options) throws IOException {
        for (Map.Entry<String, String> option : options.entrySet()) {
            site.property("camel.routeTemplate[" + name + "]." + option.getKey(), option.getValue());
        }
    }

    private List<String> numbers() {
        return sent.stream().map(Submit::to).sorted().collect(Collectors.toList());
    }

    private static void exists(Path file) {
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(file));
    }

    @Test
    void theCommandsOfThePageAndSmstoolsOwnScriptsWork() throws Exception {
        Path spool = Files.createDirectories(folder.resolve("spool"));
        Path drop = Files.createDirectories(folder.resolve("drop"));
        try (SmppSink sink = new SmppSink(SmppSink.Settings.FAST, sent::add);
                HubSite site = HubSite.create(Packaged.home(), sink.port(), Map.of())) {
            Packaged.quickStart(site);
            block(
                    site,
                    "orders",
                    Map.of("templateId", "files-in", "folder", drop.toString(), "client", "demo", "states", "true"));
            block(site, "spool", Map.of("templateId", "spool-in", "folder", spool.toString(), "client", "demo"));
            Path handler = Path.of(SCRIPTS + "/eventhandler-utf-8");
            block(
                    site,
                    "spool-out",
                    Files.exists(handler)
                            ? Map.of(
                                    "templateId",
                                    "spool-out",
                                    "folder",
                                    spool.toString(),
                                    "eventHandler",
                                    executable(handler).toString())
                            : Map.of("templateId", "spool-out", "folder", spool.toString()));
            site.start(PATIENCE);
            commands(spool, drop);
            if (Files.exists(SCRIPTS.resolve("sendsms"))) {
                sendsms(spool);
            }
        }
    }

    /** Debian's packages hold their examples without the right to run them. */
    private Path executable(Path script) throws IOException {
        Path copy = Files.copy(script, folder.resolve("handler"));
        return Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void commands(Path spool, Path drop) throws Exception {
        String page = Files.readString(HubSite.findHome().resolve("docs/files.md"));
        Matcher blocks = COMMANDS.matcher(page);
        String script = blocks.results().map(block -> block.group(1)).collect(Collectors.joining());
        assertThat(script).contains("/srv/sms/", "/var/spool/sms/");
        exists(spool.resolve("outgoing"));
        run(folder, "bash", "-euc", script.replace("/srv/sms/", drop + "/").replace("/var/spool/sms/", spool + "/"));
        exists(drop.resolve("done/orders.csv"));
        exists(spool.resolve("sent/alert-1"));
        exists(drop.resolve("results/orders.csv.states.csv"));
        assertThat(Files.readString(drop.resolve("results/orders.csv.states.csv")))
                .contains(",order-7,DELIVERED,");
        assertThat(numbers()).containsExactly("48600100201", "48600100202", "48600100203");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(spool.resolve("report")).isNotEmptyDirectory());
    }

    /** The script as it is shipped: where it looks for smsd's folder it finds this one, in a mount namespace of its own. */
    private void sendsms(Path spool) throws Exception {
        assumeThat(Files.isDirectory(Path.of("/var/spool/sms"))).isTrue();
        int before = sent.size();
        run(
                folder,
                "unshare",
                "-m",
                "bash",
                "-euc",
                "export LC_ALL=C.UTF-8; mount --bind " + spool + " /var/spool/sms; bash " + SCRIPTS
                        + "/sendsms 48600100211 48600100212 'Disk is full'; bash " + SCRIPTS
                        + "/sendsms 48600100213 'Zażółć gęślą jaźń 🚀'");
        await().atMost(Duration.ofSeconds(60)).until(() -> sent.size() == before + 3);
        assertThat(numbers()).contains("48600100211", "48600100212", "48600100213");
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            try (var files = Files.list(spool.resolve("sent"))) {
                return files.filter(file -> file.getFileName().toString().startsWith("send_"))
                                .count()
                        == 3;
            }
        });
        try (var files = Files.list(spool.resolve("sent"))) {
            for (Path file : files.toList()) {
                String text = Files.readString(file, Charset.forName("ISO-8859-15"));
                assertThat(text).contains("To: 486001002", "Modem: sink", "Sent: ", "Message_id: ");
            }
        }
        assertThat(spool.resolve("outgoing")).isEmptyDirectory();
        assertThat(spool.resolve("checked")).isEmptyDirectory();
    }

    @Test
    void filesOnAnSftpServerThatIsKnownByItsKey() throws Exception {
        assumeThat(Files.exists(SSHD)).as("Debian's openssh-server").isTrue();
        assumeThat(System.getProperty("user.name")).as("sshd wants root").isEqualTo("root");
        Path box = Files.createDirectories(folder.resolve("box/out"));
        Files.createDirectories(Path.of("/run/sshd"));
        int port = HubSite.freePort();
        Process sshd = sshd(port);
        try (SmppSink sink = new SmppSink(SmppSink.Settings.FAST, sent::add);
                HubSite site = HubSite.create(Packaged.home(), sink.port(), Map.of())) {
            Packaged.quickStart(site);
            for (String name : List.of("partner", "stranger")) {
                block(
                        site,
                        name,
                        Map.ofEntries(
                                Map.entry("templateId", "sftp-in"),
                                Map.entry("name", name),
                                Map.entry("host", "127.0.0.1"),
                                Map.entry("port", Integer.toString(port)),
                                Map.entry("user", "root"),
                                Map.entry("privateKey", folder.resolve("user").toString()),
                                Map.entry(
                                        "knownHosts",
                                        folder.resolve("known_" + name).toString()),
                                Map.entry("folder", name.equals("partner") ? "out" : "other"),
                                Map.entry("client", "demo"),
                                Map.entry("readLock", "none"),
                                Map.entry("delay", "500")));
            }
            Path other = Files.createDirectories(folder.resolve("box/other"));
            Files.writeString(other.resolve("never.csv"), "to,text\n+48600100209,never\n");
            String hostile = "${bean:clients}.csv";
            Files.writeString(box.resolve(hostile), "to,text\n+48600100208,never\n");
            Files.write(box.resolve("packed.csv"), new byte[] {0x1f, (byte) 0x8b, 8, 0});
            Files.writeString(box.resolve("good.csv"), "to,text\n+48600100201,one\nnobody,two\n+48600100203,three\n");
            site.start(PATIENCE);
            exists(box.resolve("done/good.csv"));
            exists(box.resolve("failed/packed.csv"));
            assertThat(Files.readString(box.resolve("failed/packed.csv.csv"))).contains("packed (gzip)");
            assertThat(Files.readString(box.resolve("failed/good.csv.csv"))).contains("3,to,");
            assertThat(Files.readAllLines(box.resolve("results/good.csv.csv"))).hasSize(4);
            await().atMost(Duration.ofSeconds(60)).until(() -> sent.size() == 2);
            assertThat(numbers()).containsExactly("48600100201", "48600100203");
            assertThat(box.resolve(hostile)).exists();
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(Files.readString(site.log()))
                    .contains("HostKey"));
            assertThat(other.resolve("never.csv")).exists();
        } finally {
            sshd.destroy();
            assertThat(sshd.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private Process sshd(int port) throws Exception {
        for (String key : List.of("host", "user", "another")) {
            run(
                    folder,
                    "ssh-keygen",
                    "-q",
                    "-t",
                    "ed25519",
                    "-N",
                    "",
                    "-m",
                    "PEM",
                    "-f",
                    folder.resolve(key).toString());
        }
        Files.writeString(folder.resolve("known_stranger"), "[127.0.0.1]:" + port + " " + key("another"));
        Files.copy(folder.resolve("user.pub"), folder.resolve("authorized"));
        Path config = Files.write(
                folder.resolve("sshd_config"),
                List.of(
                        "Port " + port,
                        "ListenAddress 127.0.0.1",
                        "HostKey " + folder.resolve("host"),
                        "AuthorizedKeysFile " + folder.resolve("authorized"),
                        "PermitRootLogin prohibit-password",
                        "PasswordAuthentication no",
                        "StrictModes no",
                        "UsePAM no",
                        "PidFile none",
                        "Subsystem sftp internal-sftp -d " + folder.resolve("box")));
        Process process = new ProcessBuilder(SSHD.toString(), "-D", "-e", "-f", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("sshd.log").toFile())
                .start();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Files.readString(folder.resolve("sshd.log")).contains("listening"));
        // as the page has it
        run(folder, "sh", "-euc", "ssh-keyscan -p " + port + " 127.0.0.1 > known_partner");
        return process;
    }

    private String key(String name) throws IOException {
        String[] words = Files.readString(folder.resolve(name + ".pub")).split(" ");
        return words[0] + " " + words[1] + "\n";
    }
}
