package org.smshub.ledger.store.sql;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.entry.IncomingPart;
import org.smshub.ledger.entry.Submission;
import org.smshub.text.udh.Concatenation;

/**
 * Checksums of rows (CRC-32C, RFC 3720 appendix B.4, which processors have an instruction for): over words, not their
 * numbers, so that a number of the wrong word is found as well. For one thread.
 */
public final class Sum {

    /** Of a row that says something else than what was written. */
    public static final class Damage extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        Damage(String what) {
            super(what);
        }
    }

    private final CRC32C crc = new CRC32C();
    private byte[] octets = new byte[512];
    private int length;

    /** Who it is from, for and about; holds for the life of the row. */
    private int who(
            String messageId,
            String client,
            String clientRef,
            String sender,
            String recipient,
            String receipt,
            long acceptedAt,
            String events,
            String fields) {
        length = 0; // what threw half way is forgotten
        text(messageId);
        text(client);
        text(clientRef);
        text(sender);
        text(recipient);
        text(receipt);
        number(acceptedAt);
        text(events);
        text(fields);
        return end();
    }

    private int what(Submission s) {
        length = 0;
        number(s.part());
        number(s.parts());
        body(s.body());
        text(s.encoding());
        octets(s.udh());
        number(s.messageClass());
        number(s.dataCoding());
        number(s.protocolId());
        number(s.priority());
        text(s.links());
        number(s.expires());
        number(sar(s.number()));
        return end();
    }

    /** Of a part. */
    public long of(Submission s) {
        int who = who(
                s.messageId(),
                s.client(),
                s.clientRef(),
                s.sender(),
                s.recipient(),
                s.receipt(),
                s.acceptedAt(),
                s.events(),
                s.fields());
        return (long) who << 32 | what(s) & 0xFFFF_FFFFL;
    }

    /**
     * A part as it was read.
     *
     * @param sum null = it has none
     * @throws Damage it is not what was written
     */
    public Submission checked(Submission s, Long sum) {
        if (sum != null) {
            long now = of(s);
            // the text may be erased
            if (isErased(s) ? now >>> 32 != sum >>> 32 : now != sum) {
                throw damage();
            }
        }
        return s;
    }

    private static boolean isErased(Submission s) {
        boolean empty = s.body() instanceof byte[] units
                ? units.length == 0
                : String.valueOf(s.body()).isEmpty();
        return empty && s.keepText() != null && s.keepText() <= 1;
    }

    /** Whether what a part says of its message, but for its text, is what was written. @param told a receipt of it that is not told yet */
    public boolean isWho(Event told, String wanted, Long sum) {
        return sum == null
                || who(
                                told.messageId(),
                                told.client(),
                                told.clientRef(),
                                told.sender(),
                                told.recipient(),
                                wanted,
                                told.acceptedAt(),
                                told.consumer(),
                                told.fields())
                        == (int) (sum >> 32);
    }

    /** Of an event; what changes while it waits is left out, and its place in the queue. */
    public int of(Event e, String state, String errorCode, long happenedAt) {
        length = 0;
        text(e.consumer());
        text(e.client());
        text(e.kind().name());
        text(e.messageId());
        text(e.recipient());
        text(e.sender());
        text(e.clientRef());
        text(state);
        text(errorCode);
        body(e.body());
        text(e.encoding());
        octets(e.udh());
        number(e.messageClass());
        text(e.link());
        number(happenedAt);
        number(e.acceptedAt());
        text(e.fields());
        return end();
    }

    /** @throws Damage what was read is not what was written @param then null = it has no checksum */
    public static void check(int now, Integer then) {
        if (then != null && then != now) {
            throw damage();
        }
    }

    public static Damage damage() {
        return new Damage("it is not what was written (its checksum differs)");
    }

    /** Of a part that came, with the place that its row has. */
    public int of(IncomingPart p, int reference, boolean wide, int parts, int part) {
        length = 0;
        text(p.recipient());
        text(p.sender());
        number(reference);
        number(wide ? 1 : 0);
        number(parts);
        number(part);
        text(p.data().alphabet().name());
        octets(p.data().udh().bytes());
        octets(p.data().body());
        number(p.messageClass());
        text(p.link());
        text(p.client());
        text(p.consumer());
        number(p.receivedAt());
        text(p.fields());
        return end();
    }

    /** Of a message that nobody has claimed, or any other row of such values. */
    public int of(Object... values) {
        length = 0;
        for (Object value : values) {
            if (value instanceof Number n) {
                number(n.longValue());
            } else {
                body(value);
            }
        }
        return end();
    }

    /** As a part holds it. */
    public static Integer sar(Concatenation number) {
        return number == null ? null : number.reference() << 16 | number.parts() << 8 | number.part();
    }

    private int end() {
        crc.reset();
        crc.update(octets, 0, length);
        length = 0;
        return (int) crc.getValue();
    }

    private void body(Object body) {
        if (body instanceof byte[] units) {
            octets(units);
        } else {
            text((String) body);
        }
    }

    /** As the database stores it: what is no text in UTF-8 comes back as a question mark. */
    private void text(String text) {
        octets(text == null ? null : text.getBytes(StandardCharsets.UTF_8));
    }

    /** Empty and null are the same, as in the database's driver. */
    private void octets(byte[] some) {
        int count = some == null ? 0 : some.length;
        room(count + 4);
        put(count, 4);
        if (count > 0) {
            System.arraycopy(some, 0, octets, length, count);
            length += count;
        }
    }

    private void number(Integer value) {
        number(value == null ? null : Long.valueOf(value));
    }

    private void number(Long value) {
        room(9);
        put(value == null ? 0 : 1, 1);
        put(value == null ? 0 : value, 8);
    }

    private void put(long value, int count) {
        for (int i = 0; i < count; i++) {
            octets[length++] = (byte) (value >>> 8 * i);
        }
    }

    private void room(int count) {
        if (octets.length - length < count) {
            octets = Arrays.copyOf(octets, Math.max(2 * octets.length, length + count));
        }
    }
}
