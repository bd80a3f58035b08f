package org.smshub.nettysmpp;

import static org.smshub.nettysmpp.codec.SmppPdu.*;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.smshub.nettysmpp.codec.SmppPdu;
import org.smshub.smpp.CommandStatus;

/** A centre that does what a test says: sockets and the codec, one thread a connection. */
final class Centre implements AutoCloseable {

    /** What it does with a request; what it leaves alone is answered as usual. */
    @FunctionalInterface
    interface Script {
        /** @return whether that was all to be done with it */
        boolean take(SmppClient line, SmppPdu pdu) throws Exception;
    }

    final List<SmppPdu> received = new CopyOnWriteArrayList<>();
    final List<SmppClient> lines = new CopyOnWriteArrayList<>();
    private final ServerSocket socket;
    private final Script script;
    private volatile int ids;

    Centre(Script script) throws IOException {
        this(0, script);
    }

    Centre(int port, Script script) throws IOException {
        this.script = script;
        socket = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        daemon(() -> {
            while (true) {
                Socket accepted = socket.accept();
                daemon(() -> serve(new SmppClient(accepted)));
            }
        });
    }

    int port() {
        return socket.getLocalPort();
    }

    /** The connection that was bound last. */
    SmppClient line() {
        return lines.get(lines.size() - 1);
    }

    List<SmppPdu> received(int command) {
        return received.stream().filter(pdu -> pdu.commandId() == command).toList();
    }

    SmppPdu submitted() {
        List<SmppPdu> all = received(SUBMIT_SM);
        return all.get(all.size() - 1);
    }

    private void serve(SmppClient line) throws Exception {
        line.socket.setSoTimeout(0);
        while (true) {
            SmppPdu pdu = line.receive();
            received.add(pdu);
            if (!script.take(line, pdu)) {
                answer(line, pdu);
            }
            if (pdu.isBind()) {
                lines.add(line);
            }
        }
    }

    private void answer(SmppClient line, SmppPdu pdu) throws IOException {
        int response = pdu.commandId() | RESPONSE;
        if (pdu.isMessage()) {
            line.send(reply(response, CommandStatus.OK, pdu.sequence(), "id" + ++ids, List.of()));
        } else if (pdu.isBind()) {
            line.send(reply(response, CommandStatus.OK, pdu.sequence(), "centre", List.of()));
        } else if (!pdu.isResponse()) {
            line.send(plain(response, CommandStatus.OK, pdu.sequence()));
        }
    }

    /** Hangs up on everybody. */
    void drop() throws IOException {
        for (SmppClient line : lines) {
            line.close();
        }
        lines.clear();
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (Exception gone) {
                        // the connection, or the centre
                    }
                },
                "centre");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        drop();
    }
}
