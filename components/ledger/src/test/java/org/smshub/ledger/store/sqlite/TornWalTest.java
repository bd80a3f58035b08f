package org.smshub.ledger.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A machine that stops at any moment: what was synced is there, and of what was under way since, octets are there, are not,
 * or are garbage, a sector each (512). Opened again the ledger holds what it held after the last commit that was answered, or
 * after the one that was under way, whole. The short form takes some hundred ends, {@code -Pfull} ten thousand.
 */
class TornWalTest {

    private static final int ENDS = Boolean.getBoolean("full") ? 10_000 : 500;
    private static final int STEPS = 40;
    private static final int PAGES = 60;
    private static final int SECTOR = 512;
    private static final int HEAD = 32;

    @TempDir
    Path folder;

    /** The files after a commit, and what they hold. @param log the write-ahead log */
    private record Image(byte[] file, byte[] log, String content) {}

    private int ends;
    private int before;
    private int after;
    private int garbled;

    @Test
    void whatWasAnsweredIsThereWhereverTheLogEnds() throws Exception {
        for (long seed = 1; ends < ENDS; seed++) {
            work(seed);
        }
        System.out.printf(
                "FIGURE %d ends of the log: %d held what was answered last, %d the group under way too, %d had garbage%n",
                ends, before, after, garbled);
        assertThat(before).isGreaterThan(ENDS / 20);
        assertThat(after).isGreaterThan(ENDS / 20);
        assertThat(garbled).isGreaterThan(ENDS / 20);
    }

    private void work(long seed) throws Exception {
        Path file = folder.resolve("work" + seed).resolve("ledger.db");
        Files.createDirectory(file.getParent());
        SqliteUnderTest.migrate(file, "latest");
        Random random = new Random(seed);
        WorkingLedger work = new WorkingLedger(seed);
        try (Connection connection = WorkingLedger.connect(file, PAGES);
                SqliteEngine engine = new SqliteEngine(connection)) {
            Image last = image(file, connection);
            for (int step = 0; step < STEPS && ends < ENDS; step++) {
                work.step(engine);
                Image next = image(file, connection);
                stop(last, next, random, seed + "/" + step);
                last = next;
            }
        }
    }

    private static Image image(Path file, Connection connection) throws Exception {
        String content = WorkingLedger.content(connection);
        Path log = log(file);
        return new Image(Files.readAllBytes(file), Files.exists(log) ? Files.readAllBytes(log) : new byte[0], content);
    }

    private static Path log(Path file) {
        return file.resolveSibling(file.getFileName() + "-wal");
    }

    /** All the ways to stop between two commits that are tried. */
    private void stop(Image last, Image next, Random random, String where) throws Exception {
        if (next.log().length == 0) {
            return; // nothing was written yet
        }
        byte[] synced = synced(last.log(), next.log());
        int page = ByteBuffer.wrap(next.log()).getInt(8);
        int first = firstChange(synced, next.log());
        for (int end = HEAD + (first - HEAD) / (24 + page) * (24 + page);
                end <= next.log().length && end <= lastChange(synced, next.log()) + 24 + page;
                end += 24 + page) {
            logWritten(last, next, synced, upTo(synced, next.log(), end), "frame border " + end + " " + where);
        }
        for (int i = 0; i < 3; i++) {
            int end = first + random.nextInt(Math.max(1, lastChange(synced, next.log()) - first));
            logWritten(last, next, synced, upTo(synced, next.log(), end), "cut at " + end + " " + where);
            logWritten(last, next, synced, mixed(synced, next.log(), random, false), "some sectors " + where);
            logWritten(last, next, synced, mixed(synced, next.log(), random, true), "garbage " + where);
        }
        // once the log is synced what is moved from it into the file may be there or not
        if (!Arrays.equals(last.file(), next.file())) {
            for (int i = 0; i < 5; i++) {
                byte[] file = mixed(last.file(), next.file(), random, i > 2);
                opens(file, next.log(), next.content(), next.content(), "moving into the file " + where);
            }
        }
    }

    /** The log as it is for sure once the next group is begun: its head is synced before its first frame. */
    private static byte[] synced(byte[] last, byte[] next) {
        byte[] synced = last.length == 0 ? new byte[HEAD] : last.clone();
        System.arraycopy(next, 0, synced, 0, HEAD);
        return synced;
    }

    private static int firstChange(byte[] last, byte[] next) {
        int mismatch = Arrays.mismatch(last, next);
        return mismatch < 0 ? next.length : Math.max(HEAD, mismatch);
    }

    private static int lastChange(byte[] last, byte[] next) {
        int end = next.length;
        while (end > HEAD && end <= last.length && last[end - 1] == next[end - 1]) {
            end--;
        }
        return end;
    }

    private static byte[] upTo(byte[] last, byte[] next, int end) {
        byte[] log = Arrays.copyOf(next, Math.max(Math.min(last.length, next.length), Math.min(end, next.length)));
        for (int i = end; i < log.length; i++) {
            log[i] = last[i];
        }
        return log;
    }

    /** Of the sectors that differ some are written, and some are garbage. */
    private byte[] mixed(byte[] last, byte[] next, Random random, boolean garbage) {
        byte[] mixed = Arrays.copyOf(next, next.length);
        BitSet lost = new BitSet();
        double share = random.nextDouble();
        for (int at = 0; at < next.length; at += SECTOR) {
            int end = Math.min(at + SECTOR, next.length);
            boolean same = end <= last.length && Arrays.equals(last, at, end, next, at, end);
            if (same || random.nextDouble() >= share) {
                continue;
            }
            lost.set(at / SECTOR);
            byte[] is = new byte[SECTOR];
            if (garbage && random.nextBoolean()) {
                random.nextBytes(is);
            } else if (at < last.length) {
                System.arraycopy(last, at, is, 0, Math.min(SECTOR, last.length - at));
            }
            // octets that are not written are not harmed (sqlite.org/psow.html)
            for (int i = Math.max(at, HEAD); i < end; i++) {
                if (i >= last.length || last[i] != next[i]) {
                    mixed[i] = is[i - at];
                }
            }
        }
        garbled += garbage && !lost.isEmpty() ? 1 : 0;
        return mixed;
    }

    private void logWritten(Image last, Image next, byte[] synced, byte[] log, String where) throws Exception {
        boolean all = Arrays.equals(log, next.log());
        assertThat(synced.length).isPositive();
        opens(last.file(), log, all ? next.content() : last.content(), next.content(), where);
    }

    private void opens(byte[] file, byte[] log, String one, String other, String where) throws Exception {
        ends++;
        Path at = Files.createDirectories(folder.resolve("end")).resolve("ledger.db");
        Files.write(at, file);
        Files.write(log(at), log);
        Files.deleteIfExists(at.resolveSibling("ledger.db-shm"));
        assertThat(Wal.damage(log(at))).as("a torn end is no damage: %s", where).isNull();
        try (Connection connection = WorkingLedger.connect(at, PAGES);
                SqliteEngine engine = new SqliteEngine(connection)) {
            String content = WorkingLedger.content(connection);
            assertThat(content.equals(one) || content.equals(other))
                    .as("%s: neither what was answered nor the group under way", where)
                    .isTrue();
            before += content.equals(other) ? 0 : 1;
            after += content.equals(other) ? 1 : 0;
            if (ends % 10 == 0) {
                new WorkingLedger(ends, 1_000_000).step(engine);
            }
        }
    }
}
