package org.smshub.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;

/**
 * How fast this machine is just now: octets sent to and fro on one connection between two threads, which is what a gateway
 * does most of all. By it, figures of two machines, or of two hours on a virtual one, can be compared.
 */
public final class Loopback {

    private static final int OCTETS = 16;
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int WINDOWS = 5;

    private Loopback() {}

    /**
     * Round trips a second: the median of five windows, after one that warms up.
     *
     * @param windowMillis how long each of them lasts
     */
    public static double roundTripsPerSecond(int windowMillis) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket near = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket far = server.accept()) {
            near.setTcpNoDelay(true);
            near.setSoTimeout(TIMEOUT_MILLIS);
            far.setTcpNoDelay(true);
            Thread echo = new Thread(() -> echo(far), "loopback-echo");
            echo.setDaemon(true);
            echo.start();
            window(near, windowMillis);
            double[] rates = new double[WINDOWS];
            for (int i = 0; i < WINDOWS; i++) {
                rates[i] = window(near, windowMillis);
            }
            Arrays.sort(rates);
            return rates[WINDOWS / 2];
        }
    }

    private static double window(Socket near, int millis) throws IOException {
        byte[] octets = new byte[OCTETS];
        InputStream in = near.getInputStream();
        long start = System.nanoTime();
        long end = start + millis * 1_000_000L;
        int n = 0;
        long now;
        do {
            near.getOutputStream().write(octets);
            if (in.readNBytes(octets, 0, OCTETS) < OCTETS) {
                throw new IOException("the loopback connection was closed");
            }
            n++;
            now = System.nanoTime();
        } while (now < end);
        return n / ((now - start) / 1e9);
    }

    private static void echo(Socket far) {
        try {
            far.getInputStream().transferTo(far.getOutputStream());
        } catch (IOException closed) {
            // the measurement is over, or failed and said so
        }
    }
}
