package org.smshub.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.smshub.text.plan.Joined;
import org.smshub.text.tpdu.Deliver;
import org.smshub.text.tpdu.Direction;
import org.smshub.text.tpdu.Pdu;
import org.smshub.text.tpdu.Submit;
import org.smshub.text.tpdu.Tpdu;
import org.smshub.text.tpdu.Validity;
import org.smshub.text.udh.Udh;

/** Any octets give a result or the one exception; what gave a result can be written and read again. */
class HostileOctetsTest {

    private static final List<byte[]> PDUS = Vectors.section("vectors")
            .map(vector -> HexFormat.of().parseHex(vector.get("pdu").asText()))
            .toList();

    private static final int MUTATIONS = Boolean.getBoolean("full") ? 1_000_000 : 200_000;

    @Property
    void anyOctets(@ForAll byte[] octets) {
        parse(octets);
    }

    @Property
    void anyDigits(@ForAll String digits) {
        try {
            Pdu.parse(digits, Direction.FROM_CENTRE);
        } catch (TextException e) {
            assertThat(e.getReason()).isEqualTo(TextException.Reason.MALFORMED);
        }
    }

    @Test
    void everyPduCutAtEveryOctet() {
        for (byte[] pdu : PDUS) {
            for (int length = 0; length <= pdu.length; length++) {
                parse(Arrays.copyOf(pdu, length));
            }
        }
    }

    @Test
    void mutatedPdus() {
        Random random = new Random(20_260_101);
        int read = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] pdu = PDUS.get(random.nextInt(PDUS.size())).clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                pdu[random.nextInt(pdu.length)] = (byte) random.nextInt();
            }
            read += parse(random.nextInt(4) == 0 ? Arrays.copyOf(pdu, random.nextInt(pdu.length)) : pdu);
        }
        assertThat(read).isGreaterThan(MUTATIONS / 2);
    }

    @Test
    void theLargestInputIsRefusedAtOnce() {
        assertThat(parse(new byte[1 << 20])).isEqualTo(1); // all zeros: only the header parser takes as much
        assertThat(Udh.parse(new byte[1 << 20])).isEqualTo(Udh.NONE);
    }

    /** @return how many parsers took it */
    private static int parse(byte[] octets) {
        int read = 0;
        for (Direction direction : Direction.values()) {
            read += parse(() -> Tpdu.parse(octets, direction), direction);
            read += parse(() -> Pdu.parse(Hex.of(octets), direction).tpdu(), direction);
        }
        try {
            Udh udh = Udh.parse(octets);
            read++;
            if (!Udh.parse(udh.bytes()).equals(udh)) {
                throw new AssertionError("header changes when written");
            }
        } catch (TextException e) {
            assertThat(e.getReason()).isEqualTo(TextException.Reason.MALFORMED);
        }
        for (Encoding encoding : List.of(Encoding.GSM7, Encoding.UCS2, Encoding.LATIN1, Encoding.ASCII)) {
            encoding.decode(octets, 0, octets.length);
        }
        return read;
    }

    private static int parse(Supplier<Tpdu> parser, Direction direction) {
        try {
            Tpdu tpdu = parser.get();
            use(tpdu);
            again(tpdu, direction);
            return 1;
        } catch (TextException e) {
            assertThat(e.getReason()).isEqualTo(TextException.Reason.MALFORMED);
            return 0;
        }
    }

    private static void use(Tpdu tpdu) {
        if (tpdu instanceof Deliver deliver) {
            deliver.time().time();
            Joined.of(List.of(deliver.userData()));
        } else if (tpdu instanceof Submit submit) {
            submit.userData().text();
            if (submit.validity() instanceof Validity.Enhanced enhanced) {
                enhanced.duration();
            }
        }
    }

    /** What was read and can be written must not change any more. */
    private static void again(Tpdu tpdu, Direction direction) {
        byte[] octets;
        try {
            octets = tpdu.octets();
        } catch (TextException e) {
            return; // longer than a PDU may be, such as an address of 30 digits
        }
        if (!Arrays.equals(Tpdu.parse(octets, direction).octets(), octets)) {
            throw new AssertionError("not stable: " + Hex.of(octets));
        }
    }
}
