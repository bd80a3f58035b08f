package org.smshub.bench.floor;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Submission;

/** One loop with a window: SMPP 3.4 as bare octets, as much of it as the bench's SMSC speaks. */
final class FloorLine extends AbstractVerticle {

    private static final int RESPONSE = 0x80000000;
    private static final int SUBMIT_SM = 0x04;
    private static final int DELIVER_SM = 0x05;
    private static final int BIND_TRANSCEIVER = 0x09;
    private static final int HEADER = 16;

    private final int port;
    private final int window;
    private final FloorWriter writer;
    private final Queue<Claim> waiting = new ArrayDeque<>();
    private final Map<Integer, Claim> inFlight = new HashMap<>();
    private NetSocket socket;
    private Promise<Void> bound;
    private Buffer in = Buffer.buffer();
    private Buffer out = Buffer.buffer();
    private int sequence;

    FloorLine(int port, int window, FloorWriter writer) {
        this.port = port;
        this.window = window;
        this.writer = writer;
    }

    @Override
    public void start(Promise<Void> started) {
        bound = started;
        vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true))
                .connect(port, "127.0.0.1")
                .onFailure(started::fail)
                .onSuccess(connected -> {
                    socket = connected;
                    socket.handler(this::read);
                    socket.closeHandler(gone -> Floor.end("the SMSC closed the line"));
                    // system_id, password, system_type; interface_version, addr_ton, addr_npi, address_range
                    pdu(
                            BIND_TRANSCEIVER,
                            ++sequence,
                            Buffer.buffer("bench\0bench\0\0").appendInt(0x34_00_00_00));
                    flush();
                });
    }

    /** By the writer. @param delivered sequence numbers of deliver_sm */
    void committed(List<Claim> claims, List<Integer> delivered) {
        context.runOnContext(go -> {
            delivered.forEach(number -> pdu(DELIVER_SM | RESPONSE, number, Buffer.buffer(new byte[1])));
            waiting.addAll(claims);
            submit();
            flush();
        });
    }

    private void submit() {
        while (inFlight.size() < window && !waiting.isEmpty()) {
            Claim claim = waiting.poll();
            inFlight.put(++sequence, claim);
            Submission part = claim.submission();
            byte[] text = ((String) part.body()).getBytes(StandardCharsets.US_ASCII);
            // service_type, source_addr, destination_addr; esm_class to validity_period; registered_delivery; up to
            // sm_length
            pdu(
                    SUBMIT_SM,
                    sequence,
                    Buffer.buffer(128)
                            .appendString("\0\3\0" + part.sender() + "\0\1\1"
                                    + part.recipient().substring(1))
                            .appendBytes(new byte[6])
                            .appendByte((byte) (part.receipt().equals("NONE") ? 0 : 1))
                            .appendBytes(new byte[3])
                            .appendByte((byte) text.length)
                            .appendBytes(text));
        }
    }

    private void read(Buffer octets) {
        in = in.length() == 0 ? octets : in.appendBuffer(octets);
        int at = 0;
        while (in.length() - at >= HEADER && in.length() - at >= in.getInt(at)) {
            int end = at + in.getInt(at);
            answered(in.getInt(at + 4), in.getInt(at + 8), in.getInt(at + 12), at + HEADER, end);
            at = end;
        }
        in = in.getBuffer(at, in.length());
        submit();
        flush();
    }

    private void answered(int command, int status, int number, int body, int end) {
        if (command == DELIVER_SM) {
            receipt(number, in.getString(body, end, "ISO-8859-1"));
        } else if (status != 0) {
            Floor.end("command_status " + status);
        } else if (command == (SUBMIT_SM | RESPONSE)) {
            writer.add(new Work.Sent(inFlight.remove(number), in.getString(body, end - 1)));
        } else if (command == (BIND_TRANSCEIVER | RESPONSE)) {
            bound.complete();
        }
    }

    /** Service_type is empty, source_addr the phone; the text is that of SMPP 3.4, appendix B. */
    private void receipt(int number, String body) {
        int id = body.indexOf("id:") + 3;
        String phone = "+" + body.substring(3, body.indexOf('\0', 3));
        if (id < 3 || !body.contains("stat:DELIVRD")) {
            Floor.end("no receipt that tells of a delivery");
        }
        writer.add(new Work.Delivered(body.substring(id, body.indexOf(' ', id)), phone, number));
    }

    private void pdu(int command, int number, Buffer body) {
        out.appendInt(HEADER + body.length())
                .appendInt(command)
                .appendInt(0)
                .appendInt(number)
                .appendBuffer(body);
    }

    /** What one pass left, in one call. */
    private void flush() {
        if (out.length() > 0) {
            socket.write(out);
            out = Buffer.buffer();
        }
    }
}
