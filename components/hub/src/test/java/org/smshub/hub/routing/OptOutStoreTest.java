package org.smshub.hub.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptOutStoreTest {

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("data").resolve("optout.db");
    }

    /** What a crash leaves: the files as they are now, while the hub has them open. */
    private Path crashed() throws Exception {
        Path copy = Files.createTempDirectory(folder, "crashed");
        try (Stream<Path> files = Files.list(file().getParent())) {
            for (Path one : files.filter(f -> !f.toString().endsWith("-shm")).toList()) {
                Files.copy(one, copy.resolve(one.getFileName().toString()));
            }
        }
        return copy.resolve("optout.db");
    }

    @Test
    void whatWasToldAsWrittenSurvivesACrash() throws Exception {
        try (OptOutStore store = OptOutStore.open(file())) {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                all.add(store.set("sender ACME", "+4860010" + (1_000 + i), true, "STOP"));
            }
            all.forEach(CompletableFuture::join);
            store.set("sender ACME", "+48600101000", false, "START").join();
            assertThat(store.isOut("sender ACME", "+48600101001")).isTrue();
            assertThat(store.isOut("sender ACME", "+48600101000")).isFalse();
            assertThat(store.isOut("sender OTHER", "+48600101001")).isFalse();
            try (OptOutStore after = OptOutStore.open(crashed())) {
                assertThat(after.size()).isEqualTo(99);
                assertThat(after.isOut("sender ACME", "+48600101001")).isTrue();
                assertThat(after.isOut("sender ACME", "+48600101000")).isFalse();
            }
            try (OptOutStore looked = OptOutStore.look(file())) {
                assertThat(looked.size()).isEqualTo(99);
            }
        }
    }

    @Test
    void whatWaitsAtTheEndIsWrittenAndNothingBehind() throws Exception {
        OptOutStore store = OptOutStore.open(file());
        CompletableFuture<Void> last = store.set("all", "+48600100200", true, "STOP");
        store.close();
        last.join();
        assertThatThrownBy(() -> store.set("all", "+48600100201", true, "STOP").join())
                .hasCauseInstanceOf(RejectedExecutionException.class);
        try (OptOutStore again = OptOutStore.open(file())) {
            assertThat(again.isOut("all", "+48600100200")).isTrue();
        }
    }

    @Test
    void whatIsNoListIsNamedAndOneThatIsMissingIsEmptyToWhoLooks() throws Exception {
        try (OptOutStore none = OptOutStore.look(file())) {
            assertThat(none.size()).isZero();
        }
        assertThat(file()).doesNotExist();
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "this is no database, but longer than the header of one would have been, to be sure");
        assertThatThrownBy(() -> OptOutStore.open(file()))
                .hasMessageContaining("optout.db cannot be used as the list of opt-outs");
    }
}
