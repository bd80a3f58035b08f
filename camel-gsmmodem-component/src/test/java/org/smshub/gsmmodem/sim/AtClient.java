package org.smshub.gsmmodem.sim;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;

/** A client at the cable of a modem, on a plain socket: what it types, and what comes, octet for octet. */
final class AtClient implements AutoCloseable {

    static final String ESC = "\u001B";
    static final String CTRL_Z = "\u001A";

    private static final Pattern RESULT = Pattern.compile("\r\n(OK|ERROR|\\+CM[SE] ERROR: [^\r\n]*)\r\n");

    private final Socket socket;
    private final StringBuffer heard = new StringBuffer();
    private volatile boolean ended;

    AtClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        Thread reader = new Thread(this::read, "at client");
        reader.setDaemon(true);
        reader.start();
    }

    /** One that has switched the echo off. */
    static AtClient quiet(int port) throws IOException {
        AtClient client = new AtClient(port);
        client.ask("ATE0");
        return client;
    }

    private void read() {
        try {
            InputStream in = socket.getInputStream();
            byte[] octets = new byte[4096];
            for (int n = in.read(octets); n >= 0; n = in.read(octets)) {
                heard.append(new String(octets, 0, n, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            // said by ended
        }
        ended = true;
    }

    /** A dialogue has many answers to wait for. */
    static ConditionFactory await() {
        return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2));
    }

    void type(String octets) throws IOException {
        socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** Types a line and waits for its result. @return what came up to it, without empty lines, with / between the others */
    String ask(String line) throws IOException {
        int from = heard.length();
        type(line + "\r");
        return result(from);
    }

    /** What comes from here on, up to the next result. */
    String result(int from) {
        await().until(() -> RESULT.matcher(heard.substring(from)).find());
        String since = heard.substring(from);
        Matcher result = RESULT.matcher(since);
        return result.find() ? lines(since.substring(0, result.end())) : since;
    }

    /** Types a line, waits for the prompt, and types what belongs there. @return the result */
    String ask(String line, String text) throws IOException {
        int from = heard.length();
        type(line + "\r");
        hears(from, "\r\n> ");
        int behind = heard.length();
        type(text + CTRL_Z);
        return result(behind);
    }

    void hears(int from, String words) {
        try {
            await().until(() -> heard.substring(from).contains(words));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("waited for " + words + ", heard " + lines(heard.toString())
                    + (ended ? ", and the connection ended" : ""));
        }
    }

    void hears(String words) {
        hears(0, words);
    }

    /** How much has come. */
    int mark() {
        return heard.length();
    }

    String since(int from) {
        return heard.substring(from);
    }

    /** Forgets what has come. */
    void forget() {
        heard.setLength(0);
    }

    static String lines(String text) {
        List<String> lines =
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        return String.join(" / ", lines);
    }

    boolean isEnded() {
        return ended;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
