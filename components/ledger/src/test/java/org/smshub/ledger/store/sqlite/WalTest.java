package org.smshub.ledger.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a flipped bit in the log loses is said; what a crash leaves is no damage. */
class WalTest {

    @TempDir
    Path folder;

    private Path log;
    private byte[] octets;
    private int frame;

    @BeforeEach
    void logOfManyTransactions() throws Exception {
        Path file = folder.resolve("ledger.db");
        SqliteUnderTest.migrate(file, "latest");
        Path wal = folder.resolve("ledger.db-wal");
        try (Connection connection = WorkingLedger.connect(file, 10_000);
                SqliteEngine engine = new SqliteEngine(connection)) {
            WorkingLedger work = new WorkingLedger(3);
            for (int i = 0; i < 10; i++) {
                work.step(engine);
            }
            octets = Files.readAllBytes(wal);
        }
        log = folder.resolve("copy");
        frame = 24 + java.nio.ByteBuffer.wrap(octets).getInt(8);
    }

    private String damage(byte[] of) throws Exception {
        Files.write(log, of);
        return Wal.damage(log);
    }

    private byte[] flipped(int at, int bit) {
        byte[] one = octets.clone();
        one[at] ^= (byte) (1 << bit);
        return one;
    }

    @Test
    void aSoundLogAndNoLogAreNoDamage() throws Exception {
        assertThat(damage(octets)).isNull();
        assertThat(damage(new byte[0])).isNull();
        assertThat(damage(new byte[4_000])).isNull();
        assertThat(Wal.damage(folder.resolve("none"))).isNull();
    }

    @Test
    void whereverItIsCutIsNoDamage() throws Exception {
        for (int end = 0; end < octets.length; end += 997) {
            assertThat(damage(java.util.Arrays.copyOf(octets, end)))
                    .as("cut at %d", end)
                    .isNull();
        }
    }

    @Test
    void aBitOfItsHeadLosesAllOfIt() throws Exception {
        for (int bit = 0; bit < 32 * 8; bit++) {
            assertThat(damage(flipped(bit / 8, bit % 8))).as("bit %d", bit).contains("head");
        }
    }

    @Test
    void aBitBeforeTheLastTransactionLosesWhatFollows() throws Exception {
        for (int at = 32; at < 32 + 3 * frame; at += 13) {
            assertThat(damage(flipped(at, at % 8)))
                    .as("octet %d", at)
                    .contains("frame " + ((at - 32) / frame + 1) + " of its write-ahead log");
        }
    }

    @Test
    void theLastTransactionMayBeTheTornEndOfACrash() throws Exception {
        byte[] torn = octets.clone();
        Arrays.fill(torn, torn.length - 512, torn.length, (byte) 0);
        torn[torn.length - 512] = (byte) ~octets[octets.length - 512]; // whatever stood there
        assertThat(damage(torn)).isNull();
        assertThat(damage(Arrays.copyOf(octets, octets.length - 512))).isNull();
    }

    @Test
    void oneFlippedBitOfTheLastTransactionIsNoCrash() throws Exception {
        assertThat(damage(flipped(octets.length - 1, 0))).contains("is broken");
    }
}
