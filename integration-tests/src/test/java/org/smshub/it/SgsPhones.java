package org.smshub.it;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.smshub.text.tpdu.Deliver;
import org.smshub.text.tpdu.Direction;
import org.smshub.text.tpdu.Submit;
import org.smshub.text.tpdu.Tpdu;

/**
 * Phones without radio: an MME on the SGs interface of an MSC (3GPP TS 29.118), and what its phones say and hear of short
 * messages there (3GPP TS 24.011). Each message has its length, two octets, before it: see {@code sctp-over-tcp.c}.
 */
final class SgsPhones implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    // SGsAP message types (TS 29.118 9.2) and information elements (9.3)
    private static final int PAGING_REQUEST = 0x01;
    private static final int SERVICE_REQUEST = 0x06;
    private static final int DOWNLINK_UNITDATA = 0x07;
    private static final int UPLINK_UNITDATA = 0x08;
    private static final int LOCATION_UPDATE_REQUEST = 0x09;
    private static final int LOCATION_UPDATE_ACCEPT = 0x0A;
    private static final int TMSI_REALLOCATION_COMPLETE = 0x0C;
    private static final int IMSI = 0x01;
    private static final int LAI = 0x04;
    private static final int MME_NAME = 0x09;
    private static final int LOCATION_UPDATE_TYPE = 0x0A;
    private static final int MOBILE_IDENTITY = 0x0E;
    private static final int NAS = 0x16;
    private static final int SERVICE_INDICATOR = 0x20;

    // CP and RP messages (TS 24.011 8.1 and 8.2), the protocol discriminator of short messages
    private static final int SMS = 0x09;
    private static final int CP_DATA = 0x01;
    private static final int CP_ACK = 0x04;
    private static final int RP_DATA_UP = 0x00;
    private static final int RP_DATA_DOWN = 0x01;
    private static final int RP_ACK_UP = 0x02;
    private static final int RP_ACK_DOWN = 0x03;
    private static final int RP_ERROR_UP = 0x04;

    private static final byte[] HOME = {0x00, (byte) 0xF1, 0x10, 0x00, 0x01}; // MCC 001, MNC 01, LAC 1
    private static final byte[] NAME = labels("mmec01.mmegi0001.mme.epc.mnc001.mcc001.3gppnetwork.org");

    private final Socket socket;
    private final DataOutputStream out;
    private final Map<String, Phone> phones = new ConcurrentHashMap<>();

    SgsPhones(InetSocketAddress msc) throws IOException {
        socket = new Socket(msc.getAddress(), msc.getPort());
        socket.setTcpNoDelay(true);
        out = new DataOutputStream(socket.getOutputStream());
        Thread reader = new Thread(this::read, "sgs-phones");
        reader.setDaemon(true);
        reader.start();
    }

    /** A phone with this SIM, switched off at first. */
    Phone phone(String imsi) {
        return phones.computeIfAbsent(imsi, Phone::new);
    }

    final class Phone {

        private final byte[] imsi;
        private final List<Deliver> received = new CopyOnWriteArrayList<>();
        private final List<Integer> acknowledged = new CopyOnWriteArrayList<>();
        private volatile boolean attached;
        private volatile int refusal;
        private volatile int refused;
        private int reference;

        private Phone(String digits) {
            imsi = new byte[8];
            imsi[0] = (byte) (digit(digits, 0) << 4 | 9);
            for (int i = 1; i < imsi.length; i++) {
                imsi[i] = (byte) (digit(digits, 2 * i - 1) | digit(digits, 2 * i) << 4);
            }
        }

        /** Returns when the network knows that it is on. */
        void switchOn() throws IOException {
            if (!attached) {
                up(LOCATION_UPDATE_REQUEST, MME_NAME, NAME, LOCATION_UPDATE_TYPE, new byte[] {1}, LAI, HOME);
                await().atMost(PATIENCE).until(() -> attached);
            }
        }

        /** What it showed, in the order it came. */
        List<Deliver> received() {
            return received;
        }

        /**
         * What comes is refused from now on.
         *
         * @param cause RP-Cause (TS 24.011 8.2.5.4); 0 = taken again
         */
        void refuse(int cause) {
            refusal = cause;
        }

        /** How often it refused. */
        int refused() {
            return refused;
        }

        /** Returns when the centre has taken it. */
        void send(Submit submit) throws IOException {
            byte[] tpdu = submit.octets();
            int own = ++reference;
            byte[] centre = {(byte) 0x91, (byte) 0x84, 0x06};
            // a transaction is a number of three bits, the phone's own; none is under way when this starts
            nas(0, CP_DATA, join(new byte[] {RP_DATA_UP, (byte) own, 0}, lv(centre), lv(tpdu)));
            await().atMost(PATIENCE).until(() -> acknowledged.contains(own));
        }

        private void heard(int type, Map<Integer, byte[]> elements) throws IOException {
            switch (type) {
                case LOCATION_UPDATE_ACCEPT -> {
                    if (elements.containsKey(MOBILE_IDENTITY)) {
                        up(TMSI_REALLOCATION_COMPLETE);
                    }
                    attached = true;
                }
                case PAGING_REQUEST -> up(SERVICE_REQUEST, SERVICE_INDICATOR, new byte[] {2});
                case DOWNLINK_UNITDATA -> down(elements.get(NAS));
                default -> {
                    // releases, information: nothing to do
                }
            }
        }

        private void down(byte[] nas) throws IOException {
            int transaction = (nas[0] & 0xF0) ^ 0x80; // the flag tells whose it is, seen from the sender
            if (nas[1] != CP_DATA) {
                return;
            }
            nas(transaction, CP_ACK);
            int rp = nas[3];
            byte reference = nas[4];
            if (rp == RP_DATA_DOWN) {
                int at = 5;
                at += 1 + nas[at]; // originator, the centre
                at += 1 + nas[at]; // destination, none
                byte[] tpdu = Arrays.copyOfRange(nas, at + 1, at + 1 + (nas[at] & 0xFF));
                if (refusal == 0) {
                    received.add((Deliver) Tpdu.parse(tpdu, Direction.FROM_CENTRE));
                    nas(transaction, CP_DATA, new byte[] {RP_ACK_UP, reference});
                } else {
                    refused++;
                    nas(transaction, CP_DATA, new byte[] {RP_ERROR_UP, reference, 1, (byte) refusal});
                }
            } else if (rp == RP_ACK_DOWN) {
                acknowledged.add(reference & 0xFF);
            }
        }

        private void nas(int transaction, int cp) throws IOException {
            up(UPLINK_UNITDATA, NAS, new byte[] {(byte) (transaction | SMS), (byte) cp});
        }

        private void nas(int transaction, int cp, byte[] rp) throws IOException {
            up(UPLINK_UNITDATA, NAS, join(new byte[] {(byte) (transaction | SMS), (byte) cp}, lv(rp)));
        }

        /** @param elements tags and values by turns; the IMSI goes before them */
        private void up(int type, Object... elements) throws IOException {
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            message.write(type);
            message.write(IMSI);
            message.write(lv(imsi));
            for (int i = 0; i < elements.length; i += 2) {
                message.write((int) elements[i]);
                message.write(lv((byte[]) elements[i + 1]));
            }
            synchronized (out) {
                out.writeShort(message.size());
                message.writeTo(out);
                out.flush();
            }
        }
    }

    private void read() {
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (true) {
                byte[] message = in.readNBytes(in.readUnsignedShort());
                Map<Integer, byte[]> elements = new HashMap<>();
                for (int at = 1; at < message.length; at += 2 + (message[at + 1] & 0xFF)) {
                    int from = at + 2;
                    elements.put(
                            message[at] & 0xFF, Arrays.copyOfRange(message, from, from + (message[at + 1] & 0xFF)));
                }
                byte[] imsi = elements.get(IMSI);
                for (Phone phone : phones.values()) {
                    if (Arrays.equals(phone.imsi, imsi)) {
                        phone.heard(message[0], elements);
                    }
                }
            }
        } catch (IOException closed) {
            // the test is over, or waits in vain and says so
        }
    }

    private static int digit(String digits, int at) {
        return digits.charAt(at) - '0';
    }

    private static byte[] lv(byte[] value) {
        return join(new byte[] {(byte) value.length}, value);
    }

    private static byte[] labels(String name) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String label : name.split("[.]")) {
            out.write(label.length());
            out.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        }
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
