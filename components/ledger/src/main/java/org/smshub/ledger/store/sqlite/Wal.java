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
 * A torn end is the last transaction alone, since each is synced before the next is written. So what is broken before another
 * transaction begins was lost by damage; and one begins where a frame's checksum goes on from that of another's last one. Of the
 * last transaction itself one flipped bit, and nothing else, is damage too: a crash leaves sectors as they were, or zeros.
 */
public final class Wal {

    private static final int HEAD = 32;
    private static final int FRAME_HEAD = 24;
    private static final int MAGIC = 0x377f0682;
    private static final int LARGEST_PAGE = 65_536;

    /** What lies in one of these is written whole, or not at all; a frame's head may lie in two. */
    private static final int SECTOR = 512;

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
        int salt1 = fields.getInt(16);
        int salt2 = fields.getInt(20);
        boolean isHead = (fields.getInt(0) & ~1) == MAGIC
                && page >= 512
                && page <= LARGEST_PAGE
                && sum.is(fields.getInt(24), fields.getInt(28));
        if (!isHead) {
            // a log that begins anew has two new salts before its first frame is written
            ByteBuffer its = ByteBuffer.wrap(read(in, FRAME_HEAD));
            boolean own = (salt1 | salt2) != 0 && (its.getInt(8) == salt1 || its.getInt(12) == salt2);
            return own ? "the head of its write-ahead log is broken: all that stands in it is lost" : null;
        }
        long frames = (size - HEAD) / (FRAME_HEAD + page);
        long broken = -1;
        boolean flipped =
                false; // the first broken frame lacks one bit and nothing else, so that no crash has left it so
        boolean over = false; // the transaction of the frame before, which is broken or follows what is
        for (long i = 0; i < frames; i++) {
            Frame frame = new Frame(read(in, FRAME_HEAD), read(in, page));
            boolean salted = frame.salt1() == salt1 && frame.salt2() == salt2;
            boolean sound = sum.goesOn(frame) && salted;
            if (sound && broken >= 0 && (over || flipped && frame.ends())) {
                return broken(broken);
            }
            if (sound) {
                over = frame.ends();
            } else if (broken < 0) {
                broken = i;
                long at = HEAD + i * (FRAME_HEAD + page);
                boolean inOneSector = at % SECTOR <= SECTOR - FRAME_HEAD;
                int salts = Integer.bitCount(frame.salt1() ^ salt1) + Integer.bitCount(frame.salt2() ^ salt2);
                Boolean ended = sum.flipped(frame, salts);
                flipped = ended != null;
                if (flipped && ended) {
                    return broken(broken);
                }
                over = !flipped && inOneSector && frame.ends();
            } else {
                over = false;
                sum.set(frame.sum1(), frame.sum2());
            }
        }
        return null;
    }

    private static String broken(long frame) {
        return "frame " + (frame + 1) + " of its write-ahead log is broken: what follows it is lost";
    }

    /** A page as a transaction left it. */
    private record Frame(byte[] head, byte[] content) {

        private int field(int at) {
            return ByteBuffer.wrap(head).getInt(at);
        }

        /** Whether it is the last of its transaction. */
        boolean ends() {
            return field(4) != 0;
        }

        int salt1() {
            return field(8);
        }

        int salt2() {
            return field(12);
        }

        int sum1() {
            return field(16);
        }

        int sum2() {
            return field(20);
        }
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

    private boolean goesOn(Frame frame) {
        add(frame.head(), 8);
        add(frame.content(), frame.content().length);
        return is(frame.sum1(), frame.sum2());
    }

    private boolean is(int one, int two) {
        return first == one && second == two;
    }

    private void set(int one, int two) {
        first = one;
        second = two;
    }

    /**
     * Whether the first broken frame ended its transaction, where one flipped bit is all that it lacks; null where it lacks
     * more. From here on the checksum is the one that a frame behind it goes on from.
     *
     * @param salts bits in which they differ
     */
    private Boolean flipped(Frame frame, int salts) {
        int sums = Integer.bitCount(first ^ frame.sum1()) + Integer.bitCount(second ^ frame.sum2());
        if (salts + sums == 1) {
            return frame.ends();
        }
        int one = frame.sum1() - first;
        int two = frame.sum2() - second;
        set(frame.sum1(), frame.sum2());
        if (salts > 0) {
            return null;
        }
        // by how much a word adds to the two sums for each unit, from the last pair of words to the first
        int ofFirst1 = 1;
        int ofFirst2 = 1;
        int ofSecond1 = 0;
        int ofSecond2 = 1;
        for (int pair = (8 + frame.content().length) / 8 - 1; pair >= 0; pair--) {
            for (int bit = 0; bit < 32; bit++) {
                for (int by = 1 << bit, sign = 0; sign < 2; sign++, by = -by) {
                    if (one == by * ofFirst1 && two == by * ofFirst2) {
                        return frame.ends();
                    }
                    if (one == by * ofSecond1 && two == by * ofSecond2) {
                        int ends = ByteBuffer.wrap(frame.head()).order(order).getInt(4);
                        return (pair == 0 ? ends + by : ends) != 0;
                    }
                }
            }
            ofFirst1 += ofFirst2;
            ofFirst2 += ofFirst1;
            ofSecond1 += ofSecond2;
            ofSecond2 += ofSecond1;
        }
        return null;
    }
}
