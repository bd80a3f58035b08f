package org.smshub.ledger.store.sqlite;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The write-ahead log beside a ledger's file (sqlite.org/fileformat2.html, chapter 4), looked through before SQLite does:
 * at the first frame whose checksum does not fit SQLite takes it for the torn end of a crash and forgets what follows, without a word.
 * A torn end is the last transaction alone, since each is synced before the next is written; so what lies behind another
 * transaction's end was lost by damage.
 */
public final class Wal {

    private static final int HEAD = 32;
    private static final int FRAME_HEAD = 24;
    private static final int MAGIC = 0x377f0682;
    private static final int LARGEST_PAGE = 65_536;

    private final ByteOrder order;
    private int first;
    private int second;

    private Wal(ByteOrder order) {
        this.order = order;
    }

    /** What is lost of this log, or null; null too where there is none. */
    public static String damage(Path file) throws IOException {
        if (!Files.exists(file) || Files.size(file) < HEAD + FRAME_HEAD) {
            return null;
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            return damage(new DataInputStream(in), Files.size(file));
        }
    }

    private static String damage(DataInputStream in, long size) throws IOException {
        byte[] head = read(in, HEAD);
        ByteBuffer fields = ByteBuffer.wrap(head);
        int page = fields.getInt(8);
        Wal sum = new Wal((fields.getInt(0) & 1) == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        sum.add(head, 24);
        byte[] frame = read(in, FRAME_HEAD);
        int salt1 = fields.getInt(16);
        int salt2 = fields.getInt(20);
        ByteBuffer it = ByteBuffer.wrap(frame);
        boolean isHead = (fields.getInt(0) & ~1) == MAGIC
                && page >= 512
                && page <= LARGEST_PAGE
                && sum.is(fields.getInt(24), fields.getInt(28));
        if (!isHead) {
            // a log that begins anew has two new salts before its first frame is written
            boolean own = (salt1 | salt2) != 0 && (it.getInt(8) == salt1 || it.getInt(12) == salt2);
            return own ? "the head of its write-ahead log is broken: all that stands in it is lost" : null;
        }
        long frames = (size - HEAD) / (FRAME_HEAD + page);
        long broken = -1;
        boolean over = false; // the transaction that is broken
        for (long i = 0; i < frames; i++) {
            if (i > 0) {
                frame = read(in, FRAME_HEAD);
                it = ByteBuffer.wrap(frame);
            }
            byte[] content = read(in, page);
            // or with one flipped bit; those of an older log differ in many
            boolean salted = Integer.bitCount(it.getInt(8) ^ salt1) + Integer.bitCount(it.getInt(12) ^ salt2) <= 1;
            boolean ends = it.getInt(4) != 0;
            if (broken < 0) {
                sum.add(frame, 8);
                sum.add(content, page);
                boolean sound = it.getInt(8) == salt1 && it.getInt(12) == salt2;
                if (!sound || !sum.is(it.getInt(16), it.getInt(20))) {
                    broken = i;
                    over = salted && ends;
                }
            } else if (salted && over) {
                return "frame " + (broken + 1) + " of its write-ahead log is broken: what follows it is lost";
            } else {
                over = salted && ends;
            }
        }
        return null;
    }

    private static byte[] read(DataInputStream in, int count) throws IOException {
        byte[] octets = new byte[count];
        in.readFully(octets);
        return octets;
    }

    private void add(byte[] octets, int count) {
        ByteBuffer words = ByteBuffer.wrap(octets, 0, count).order(order);
        while (words.hasRemaining()) {
            first += words.getInt() + second;
            second += words.getInt() + first;
        }
    }

    private boolean is(int one, int two) {
        return first == one && second == two;
    }
}
