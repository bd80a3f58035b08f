package org.smshub.hub.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files from an SFTP server that wants a password, and from one that lies. OpenSSH's is in the tests of the whole hub. */
class SftpTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What a URI, a property and {@code RAW()} could each take for something of their own. */
    private static final String PASSWORD = "p%41+w)(d&x=1?#{}/@:é";

    @TempDir
    Path folder;

    private final Warnings warnings = new Warnings(() -> hub);

    /** What the server says instead of a file's name. */
    private final Map<String, String> lies = new ConcurrentHashMap<>();

    private final Set<String> passwords = ConcurrentHashMap.newKeySet();
    private Path box;
    private SshServer server;
    private FilesHub hub;

    @BeforeEach
    void start() throws Exception {
        box = Files.createDirectories(folder.resolve("box"));
        Files.createDirectories(box.resolve("out"));
        KeyPair key = KeyUtils.generateKeyPair(KeyPairProvider.ECDSA_SHA2_NISTP256, 256);
        server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(KeyPairProvider.wrap(key));
        server.setPasswordAuthenticator((user, password, session) -> {
            passwords.add(password);
            return user.equals("sms") && password.equals(PASSWORD);
        });
        server.setFileSystemFactory(new VirtualFileSystemFactory(box));
        SftpSubsystemFactory files = new SftpSubsystemFactory.Builder()
                .withFileSystemAccessor(new Liar())
                .build();
        server.setSubsystemFactories(List.of(files));
        server.start();
        Files.writeString(
                folder.resolve("known"),
                "[127.0.0.1]:" + server.getPort() + " " + PublicKeyEntry.toString(key.getPublic()) + "\n");
        hub = new FilesHub(folder.resolve("hub"));
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
        server.stop(true);
        warnings.close();
    }

    private final class Liar implements SftpFileSystemAccessor {

        @Override
        public void putRemoteFileName(
                SftpSubsystemProxy subsystem, Path path, Buffer buffer, String name, boolean shortName) {
            buffer.putString(lies.getOrDefault(name, name));
        }

        /** Whoever believes the name gets the file. */
        @Override
        public Path resolveLocalFilePath(SftpSubsystemProxy subsystem, Path root, String remote) throws IOException {
            for (Map.Entry<String, String> lie : lies.entrySet()) {
                if (remote.endsWith(lie.getValue())) {
                    return SftpFileSystemAccessor.super.resolveLocalFilePath(subsystem, root, "/out/" + lie.getKey());
                }
            }
            return SftpFileSystemAccessor.super.resolveLocalFilePath(subsystem, root, remote);
        }

        @Override
        public SeekableByteChannel openFile(
                SftpSubsystemProxy subsystem,
                FileHandle handle,
                Path file,
                String name,
                Set<? extends OpenOption> options,
                FileAttribute<?>... attributes)
                throws IOException {
            if (file.endsWith("secret.csv")) {
                throw new AccessDeniedException("secret.csv");
            }
            return SftpFileSystemAccessor.super.openFile(subsystem, handle, file, name, options, attributes);
        }
    }

    private void input(Map<String, Object> more) throws Exception {
        Map<String, Object> options = new HashMap<>(Map.of(
                "host", "127.0.0.1",
                "port", String.valueOf(server.getPort()),
                "user", "sms",
                "knownHosts", folder.resolve("known").toString(),
                "folder", "out",
                "client", "shop",
                "readLock", "none",
                "delay", "200"));
        options.put("password", "{{partner.password}}");
        options.putAll(more);
        hub.add("sftp-in", "sftp-in", options);
    }

    private void password(String password) {
        hub.context.getPropertiesComponent().addInitialProperty("partner.password", password);
    }

    private void drop(String name, String text) throws IOException {
        Path half = Files.writeString(box.resolve("out/." + name), text);
        Files.move(half, box.resolve("out/" + name));
    }

    private static void exists(Path file) {
        await().atMost(PATIENCE).until(() -> Files.exists(file));
    }

    private List<Path> everything(Path below) throws IOException {
        try (Stream<Path> files = Files.walk(below)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void loginByPassword() throws Exception {
        password(PASSWORD);
        input(Map.of());
        drop("good.csv", "to,text\n+48600100201,one\nnobody,two\n");
        exists(box.resolve("out/done/good.csv"));
        assertThat(Files.readAllLines(box.resolve("out/results/good.csv.csv"))).hasSize(3);
        assertThat(Files.readAllLines(box.resolve("out/failed/good.csv.csv"))).hasSize(2);
        await().atMost(PATIENCE).until(() -> hub.sent.size() == 1);
        assertThat(passwords).containsExactly(PASSWORD);
    }

    @Test
    void aWrongPasswordIsSaidAndNotShown() throws Exception {
        password("wrong-one)tail&x=1");
        input(Map.of());
        drop("never.csv", "to,text\n+48600100201,never\n");
        await().atMost(PATIENCE).until(() -> passwords.contains("wrong-one)tail&x=1") && warnings.has("Auth fail"));
        assertThat(box.resolve("out/never.csv")).exists();
        assertThat(hub.sent).isEmpty();
        assertThat(warnings.said).noneMatch(line -> line.contains("wrong-one") || line.contains("tail"));
        assertThat(warnings.traces).isEmpty();
    }

    @Test
    void aFolderThatIsNotThereIsSaid() throws Exception {
        password(PASSWORD);
        input(Map.of("folder", "nowhere"));
        await().atMost(PATIENCE).until(() -> warnings.has("Cannot list directory: nowhere: No such file"));
        assertThat(box.resolve("nowhere")).doesNotExist();
        assertThat(warnings.traces).isEmpty();
    }

    @Test
    void namesOfAHostileServerLeadNowhere() throws Exception {
        password(PASSWORD);
        String message = "to,text\n+48600100209,evil\n";
        String absolute = folder.resolve("absolute.csv").toString();
        List<String> names = List.of(
                "../x1.csv",
                "../../../../x2.csv",
                absolute,
                "a/../../x4.csv",
                "..\\x5.csv",
                "x6\n.csv",
                "${bean:clients}.csv",
                "x".repeat(5_000) + ".csv",
                "../out/x9.csv");
        for (int i = 0; i < names.size(); i++) {
            Files.writeString(box.resolve("out/lie" + i + ".csv"), message);
            Files.setLastModifiedTime(
                    box.resolve("out/lie" + i + ".csv"),
                    FileTime.from(Instant.now().minusSeconds(600)));
            lies.put("lie" + i + ".csv", names.get(i));
        }
        drop("good.csv", "to,text\n+48600100201,one\n");
        int before = everything(folder.resolve("hub")).size();
        input(Map.of());
        exists(box.resolve("out/done/good.csv"));
        drop("good2.csv", "to,text\n+48600100202,two\n");
        exists(box.resolve("out/done/good2.csv"));
        await().atMost(PATIENCE).until(() -> hub.sent.size() == 2);
        assertThat(hub.sent).noneMatch(sent -> sent.text().equals("evil"));
        assertThat(everything(folder))
                .noneMatch(file -> file.getFileName().toString().matches("x\\d.*|absolute.csv"));
        assertThat(everything(folder.resolve("hub"))).hasSizeGreaterThanOrEqualTo(before);
        for (int i = 0; i < names.size(); i++) {
            assertThat(box.resolve("out/lie" + i + ".csv")).exists();
        }
        assertThat(warnings.said.stream().filter(line -> line.contains("is not taken and stays")))
                .as("each is told once, but those with a dot before")
                .hasSize((int)
                        names.stream().filter(name -> !name.startsWith(".")).count());
        assertThat(warnings.said).noneMatch(line -> line.contains("\n"));
    }

    @Test
    void aFileThatMayNotBeFetchedHoldsUpNoOther() throws Exception {
        password(PASSWORD);
        drop("secret.csv", "to,text\n+48600100201,secret\n");
        Files.setLastModifiedTime(
                box.resolve("out/secret.csv"), FileTime.from(Instant.now().minusSeconds(600)));
        drop("good.csv", "to,text\n+48600100201,one\n");
        input(Map.of());
        exists(box.resolve("out/done/good.csv"));
        await().atMost(PATIENCE).until(() -> warnings.has("secret.csv stays, and is tried again"));
        assertThat(box.resolve("out/secret.csv")).exists();
        assertThat(hub.sent).hasSize(1);
        assertThat(warnings.traces).isEmpty();
    }
}
