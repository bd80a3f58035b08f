package org.smshub.hub.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditFileTest {

    @TempDir
    Path folder;

    @Test
    void theNewestFirst() throws Exception {
        AuditFile file = new AuditFile(folder, 1_000_000);
        assertThat(file.last(10)).isEmpty();
        for (int i = 0; i < 5; i++) {
            file.add("line " + i);
        }
        assertThat(file.last(3)).containsExactly("line 4", "line 3", "line 2");
        assertThat(file.last(10)).hasSize(5);
    }

    @Test
    void twoFilesOfSoManyOctetsAndNoMore() throws Exception {
        AuditFile file = new AuditFile(folder, 100);
        for (int i = 100; i < 200; i++) {
            file.add("line " + i);
        }
        assertThat(Files.size(folder.resolve(AuditFile.NAME))).isLessThanOrEqualTo(109);
        assertThat(Files.size(folder.resolve(AuditFile.BEFORE))).isLessThanOrEqualTo(109);
        assertThat(file.last(15))
                .containsExactlyElementsOf(IntStream.range(0, 15)
                        .mapToObj(i -> "line " + (199 - i))
                        .toList());
    }

    @Test
    void ofALongFileItsEnd() throws Exception {
        AuditFile file = new AuditFile(folder, Long.MAX_VALUE);
        file.add("x".repeat(2 << 20));
        file.add("last");
        assertThat(file.last(10)).containsExactly("last");
    }
}
