package org.smshub.it.centre;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A PDU of SMPP 3.4 as octets: the header (3.2) and what a centre needs of the bodies, and no more. None of the hub's own reading or writing
 * is used, so that a fault in both cannot hide here.
 */
record Pdu(int command, int status, int sequence, byte[] body) {

    static final int NACK = 0x80000000;
    static final int BIND_RECEIVER = 0x01;
    static final int BIND_TRANSMITTER = 0x02;
    static final int SUBMIT_SM = 0x04;
    static final int DELIVER_SM = 0x05;
    static final int UNBIND = 0x06;
    static final int BIND_TRANSCEIVER = 0x09;
    static final int ENQUIRE_LINK = 0x15;
    static final int DATA_SM = 0x103;
    static final int ALERT_NOTIFICATION = 0x102;
    static final int RESPONSE = 0x80000000;

    static final int RECEIPTED_MESSAGE_ID = 0x001E;
    static final int MESSAGE_STATE = 0x0427;
    static final int MESSAGE_PAYLOAD = 0x0424;

    private static final int LONGEST = 100_000;

    static Pdu read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 16 || length > LONGEST) {
            throw new IOException("command_length " + length);
        }
        int command = in.readInt();
        int status = in.readInt();
        int sequence = in.readInt();
        return new Pdu(command, status, sequence, in.readNBytes(length - 16));
    }

    byte[] octets() {
        return ByteBuffer.allocate(16 + body.length)
                .putInt(16 + body.length)
                .putInt(command)
                .putInt(status)
                .putInt(sequence)
                .put(body)
                .array();
    }

    boolean isResponse() {
        return command < 0;
    }

    boolean isBind() {
        return command == BIND_RECEIVER || command == BIND_TRANSMITTER || command == BIND_TRANSCEIVER;
    }

    /** A C-octet string: Latin-1 and a NUL. */
    static byte[] cString(String text) {
        return (text + "\0").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Up to the NUL. */
    static String cString(ByteBuffer in) {
        StringBuilder text = new StringBuilder();
        for (byte b = in.get(); b != 0; b = in.get()) {
            text.append((char) (b & 0xFF));
        }
        return text.toString();
    }

    static byte[] tlv(int tag, byte... value) {
        return ByteBuffer.allocate(4 + value.length)
                .putShort((short) tag)
                .putShort((short) value.length)
                .put(value)
                .array();
    }

    /** receipted_message_id, with the NUL it should end with. */
    static byte[] receipted(String id) {
        return tlv(RECEIPTED_MESSAGE_ID, cString(id));
    }

    static byte[] state(int state) {
        return tlv(MESSAGE_STATE, (byte) state);
    }

    /** Of a submit_sm (4.4.1): what a book needs. */
    static Submit submit(Centre.Line line, int sequence, byte[] body) {
        ByteBuffer in = ByteBuffer.wrap(body);
        cString(in);
        in.getShort();
        String from = cString(in);
        in.getShort();
        String to = cString(in);
        in.position(in.position() + 3);
        cString(in);
        cString(in);
        in.position(in.position() + 4);
        byte[] text = new byte[in.get() & 0xFF];
        in.get(text);
        return new Submit(line, sequence, from, to, text, body);
    }

    /** The body of a deliver_sm (4.6.1); {@code after} are TLVs, or whatever octets follow. */
    static byte[] deliverSm(String from, String to, int esmClass, int dataCoding, byte[] text, byte[]... after) {
        return bytes(out -> {
            out.write(cString(""));
            out.writeShort(0x0101);
            out.write(cString(from));
            out.writeShort(0x0001);
            out.write(cString(to));
            out.write(new byte[] {(byte) esmClass, 0, 0, 0, 0, 0, 0, (byte) dataCoding, 0, (byte) text.length});
            out.write(text);
            for (byte[] each : after) {
                out.write(each);
            }
        });
    }

    /** The body of a data_sm (4.7.1). */
    static byte[] dataSm(String from, String to, int esmClass, byte[]... tlvs) {
        return bytes(out -> {
            out.write(cString(""));
            out.writeShort(0x0101);
            out.write(cString(from));
            out.writeShort(0x0001);
            out.write(cString(to));
            out.write(new byte[] {(byte) esmClass, 0, 0});
            for (byte[] each : tlvs) {
                out.write(each);
            }
        });
    }

    /** The body of an alert_notification (4.12.1). */
    static byte[] alert(String phone, String esme) {
        return bytes(out -> {
            out.writeShort(0x0101);
            out.write(cString(phone));
            out.writeShort(0x0001);
            out.write(cString(esme));
        });
    }

    /** Text of a receipt, as appendix B has it. */
    static byte[] text(String id, String stat) {
        return ("id:" + id + " sub:001 dlvrd:001 submit date:2611261200 done date:2611261201 stat:" + stat
                        + " err:000 text:hello")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writing.to(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
