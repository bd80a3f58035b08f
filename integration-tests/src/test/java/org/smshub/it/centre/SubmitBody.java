package org.smshub.it.centre;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The body of a submit_sm, as a test wants it. */
final class SubmitBody {

    private String service = "";
    private int[] from = {1, 1};
    private byte[] sender = "48111222333".getBytes(StandardCharsets.ISO_8859_1);
    private int[] to = {1, 1};
    private final String recipient;
    private int esmClass;
    private int protocolId;
    private int priority;
    private String schedule = "";
    private String validity = "";
    private int registered = 1;
    private int replace;
    private int coding;
    private byte[] text = "hello".getBytes(StandardCharsets.ISO_8859_1);
    private final ByteArrayOutputStream tlvs = new ByteArrayOutputStream();

    SubmitBody(String recipient) {
        this.recipient = recipient;
    }

    SubmitBody service(String type) {
        service = type;
        return this;
    }

    SubmitBody from(int ton, int npi, String octets) {
        from = new int[] {ton, npi};
        sender = octets.getBytes(StandardCharsets.ISO_8859_1);
        return this;
    }

    SubmitBody to(int ton, int npi) {
        to = new int[] {ton, npi};
        return this;
    }

    SubmitBody esmClass(int octet) {
        esmClass = octet;
        return this;
    }

    SubmitBody protocolId(int octet) {
        protocolId = octet;
        return this;
    }

    SubmitBody priority(int flag) {
        priority = flag;
        return this;
    }

    SubmitBody times(String scheduled, String valid) {
        schedule = scheduled;
        validity = valid;
        return this;
    }

    SubmitBody registered(int octet) {
        registered = octet;
        return this;
    }

    SubmitBody replace() {
        replace = 1;
        return this;
    }

    SubmitBody text(int dataCoding, byte... octets) {
        coding = dataCoding;
        text = octets;
        return this;
    }

    SubmitBody tlv(int tag, byte... value) {
        tlvs.writeBytes(Pdu.tlv(tag, value));
        return this;
    }

    byte[] octets() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(Pdu.cString(service));
        out.writeBytes(new byte[] {(byte) from[0], (byte) from[1]});
        out.writeBytes(sender);
        out.writeBytes(new byte[] {0, (byte) to[0], (byte) to[1]});
        out.writeBytes(Pdu.cString(recipient));
        out.writeBytes(new byte[] {(byte) esmClass, (byte) protocolId, (byte) priority});
        out.writeBytes(Pdu.cString(schedule));
        out.writeBytes(Pdu.cString(validity));
        out.writeBytes(new byte[] {(byte) registered, (byte) replace, (byte) coding, 0, (byte) text.length});
        out.writeBytes(text);
        out.writeBytes(tlvs.toByteArray());
        return out.toByteArray();
    }
}
