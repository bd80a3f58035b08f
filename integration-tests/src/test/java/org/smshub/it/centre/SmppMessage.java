package org.smshub.it.centre;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The body of a submit_sm or deliver_sm (SMPP 3.4 4.4.1, 4.6.1), read and written by hand.
 *
 * @param tlvs by tag
 */
record SmppMessage(
        String source,
        int sourceTon,
        String destination,
        int destinationTon,
        int esmClass,
        int protocolId,
        int registered,
        int dataCoding,
        byte[] octets_,
        Map<Integer, byte[]> tlvs) {

    static final int REFERENCE = 0x020C;
    static final int TOTAL = 0x020E;
    static final int NUMBER = 0x020F;

    /** From a short code to an international number. */
    static SmppMessage to(String number, int dataCoding, byte[] octets) {
        return new SmppMessage("2345", 3, number, 1, 0, 0, 1, dataCoding, octets, Map.of());
    }

    SmppMessage esmClass(int value) {
        return new SmppMessage(
                source,
                sourceTon,
                destination,
                destinationTon,
                value,
                protocolId,
                registered,
                dataCoding,
                octets_,
                tlvs);
    }

    SmppMessage protocolId(int value) {
        return new SmppMessage(
                source, sourceTon, destination, destinationTon, esmClass, value, registered, dataCoding, octets_, tlvs);
    }

    SmppMessage sar(int reference, int total, int number) {
        Map<Integer, byte[]> all = new TreeMap<>(tlvs);
        all.put(REFERENCE, new byte[] {(byte) (reference >> 8), (byte) reference});
        all.put(TOTAL, new byte[] {(byte) total});
        all.put(NUMBER, new byte[] {(byte) number});
        return with(all, octets_);
    }

    /** All content in message_payload. */
    SmppMessage payload() {
        Map<Integer, byte[]> all = new TreeMap<>(tlvs);
        all.put(Pdu.MESSAGE_PAYLOAD, octets_);
        return with(all, new byte[0]);
    }

    private SmppMessage with(Map<Integer, byte[]> all, byte[] octets) {
        return new SmppMessage(
                source,
                sourceTon,
                destination,
                destinationTon,
                esmClass,
                protocolId,
                registered,
                dataCoding,
                octets,
                all);
    }

    /** The content, wherever it stands. */
    byte[] content() {
        return tlvs.getOrDefault(Pdu.MESSAGE_PAYLOAD, octets_);
    }

    byte[] octets() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(Pdu.cString(""));
        out.writeBytes(new byte[] {(byte) sourceTon, 1});
        out.writeBytes(Pdu.cString(source));
        out.writeBytes(new byte[] {(byte) destinationTon, 1});
        out.writeBytes(Pdu.cString(destination));
        out.writeBytes(new byte[] {(byte) esmClass, (byte) protocolId, 0, 0, 0, (byte) registered, 0});
        out.writeBytes(new byte[] {(byte) dataCoding, 0, (byte) octets_.length});
        out.writeBytes(octets_);
        tlvs.forEach((tag, value) -> out.writeBytes(Pdu.tlv(tag, value)));
        return out.toByteArray();
    }

    static SmppMessage read(byte[] body) {
        ByteBuffer in = ByteBuffer.wrap(body);
        Pdu.cString(in);
        int sourceTon = in.get();
        in.get();
        String source = Pdu.cString(in);
        int destinationTon = in.get();
        in.get();
        String destination = Pdu.cString(in);
        int esmClass = in.get() & 0xFF;
        int protocolId = in.get() & 0xFF;
        in.get();
        Pdu.cString(in);
        Pdu.cString(in);
        int registered = in.get() & 0xFF;
        in.get();
        int dataCoding = in.get() & 0xFF;
        in.get();
        byte[] octets = new byte[in.get() & 0xFF];
        in.get(octets);
        Map<Integer, byte[]> tlvs = new TreeMap<>();
        while (in.remaining() >= 4) {
            int tag = in.getShort() & 0xFFFF;
            byte[] value = new byte[in.getShort() & 0xFFFF];
            in.get(value);
            tlvs.put(tag, value);
        }
        return new SmppMessage(
                source,
                sourceTon,
                destination,
                destinationTon,
                esmClass,
                protocolId,
                registered,
                dataCoding,
                octets,
                tlvs);
    }

    /** What a centre makes of it, in words that can be compared; receipts, times and priority are not of the content. */
    String meaning() {
        StringBuilder words = new StringBuilder(String.format(
                "esm_class %02X, protocol_id %02X, data_coding %02X, %s",
                esmClass, protocolId, dataCoding, hex(octets_)));
        tlvs.forEach((tag, value) -> {
            if (tag == REFERENCE || tag == TOTAL || tag == NUMBER || tag == Pdu.MESSAGE_PAYLOAD) {
                words.append(String.format(", %04X=%s", tag, hex(value)));
            }
        });
        return words.toString();
    }

    private static String hex(byte[] octets) {
        return HexFormat.of().withUpperCase().formatHex(octets);
    }
}
