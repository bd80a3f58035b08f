package org.smshub.bench;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A submit_sm (SMPP 3.4, 4.4.1) as the sink saw it.
 *
 * @param from source_addr
 * @param to destination_addr
 * @param esmClass esm_class; 0x40 set when the text starts with a user data header
 * @param dataCoding data_coding
 * @param text short_message, or message_payload where short_message is empty
 * @param receipt whether registered_delivery asks for a receipt of a delivery
 * @param sequence sequence_number
 * @param id message_id the sink answers with
 * @param nanos {@link System#nanoTime()} when it was read
 */
public record Submit(
        String from,
        String to,
        int esmClass,
        int dataCoding,
        byte[] text,
        boolean receipt,
        int sequence,
        String id,
        long nanos) {

    private static final int MESSAGE_PAYLOAD = 0x0424;

    /**
     * Reads the body of a submit_sm.
     *
     * @param body positioned after the PDU header, its limit at the end of the PDU
     * @throws BufferUnderflowException where a field is cut off
     */
    static Submit read(ByteBuffer body, int sequence, String id, long nanos) {
        cString(body);
        body.getShort();
        String from = cString(body);
        body.getShort();
        String to = cString(body);
        int esmClass = body.get() & 0xFF;
        body.getShort();
        cString(body);
        cString(body);
        int registeredDelivery = body.get();
        body.get();
        int dataCoding = body.get() & 0xFF;
        body.get();
        byte[] text = octets(body, body.get() & 0xFF);
        while (body.remaining() >= 4) {
            int tag = body.getShort() & 0xFFFF;
            byte[] value = octets(body, body.getShort() & 0xFFFF);
            if (tag == MESSAGE_PAYLOAD && text.length == 0) {
                text = value;
            }
        }
        return new Submit(from, to, esmClass, dataCoding, text, (registeredDelivery & 1) == 1, sequence, id, nanos);
    }

    static String cString(ByteBuffer in) {
        int start = in.position();
        while (in.get() != 0) {
            // up to the NUL, or the underflow of a field without one
        }
        byte[] bytes = new byte[in.position() - start - 1];
        in.get(start, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] octets(ByteBuffer in, int length) {
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] octets = new byte[length];
        in.get(octets);
        return octets;
    }
}
