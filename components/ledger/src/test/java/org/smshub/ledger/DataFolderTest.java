package org.smshub.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.ledger.store.DataFolder;

/** For the hub's user alone, whoever makes the folder first. */
class DataFolderTest {

    @TempDir
    Path parent;

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> rights = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                rights.put(file.getFileName().toString(), rights(file));
            }
        }
        return rights;
    }

    @Test
    void folderAndFilesOfANewLedgerAreItsOwners() throws Exception {
        Path folder = parent.resolve("new/data");
        try (Ledger ledger = new Ledger(folder, Parts.SETTINGS)) {
            ledger.accept(Parts.one(Parts.id())).get(10, TimeUnit.SECONDS);
            assertThat(rights(folder)).isEqualTo("rwx------");
            assertThat(files(folder))
                    .containsOnlyKeys("ledger.db", "ledger.db-shm", "ledger.db-wal", "ledger.lock")
                    .allSatisfy((file, rights) -> assertThat(rights).as(file).isEqualTo("rw-------"));
            assertThat(new DataFolder(folder).openToOthers()).isNull();
        }
    }

    @Test
    void whatIsOpenIsNamedAndRefusedWhereThatIsWanted() throws Exception {
        Path folder = Files.createDirectory(parent.resolve("open"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path key = Files.writeString(folder.resolve("demo.key"), "secret");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(new DataFolder(folder).openToOthers())
                .contains("(the folder itself, demo.key)")
                .contains("chmod -R go= '" + folder + "'");
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            LedgerComponent component = new LedgerComponent(camel);
            component.setDirectory(folder.toString());
            component.setOpenFiles("REFUSE");
            assertThatThrownBy(component::start)
                    .hasMessageContaining("demo.key")
                    .hasMessageContaining("hub.data.open");
            component.setOpenFiles("WARN");
            component.start();
            component.stop();
        }
    }
}
