package org.smshub.hub.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A client of SMTP that says whatever it is told to, octet by octet. */
final class SmtpDialogue implements AutoCloseable {

    private Socket socket;
    private BufferedReader in;
    private OutputStream out;

    /** What the server greets with. */
    final String greeting;

    SmtpDialogue(int port) throws IOException {
        open(new Socket(InetAddress.getLoopbackAddress(), port));
        greeting = answer();
    }

    private void open(Socket to) throws IOException {
        socket = to;
        socket.setSoTimeout(20_000);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        out = socket.getOutputStream();
    }

    void raw(String octets) throws IOException {
        out.write(octets.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** All lines of one answer; empty = the connection has ended. */
    String answer() throws IOException {
        StringBuilder answer = new StringBuilder();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            answer.append(line).append('\n');
            if (line.length() < 4 || line.charAt(3) != '-') {
                break;
            }
        }
        return answer.toString().strip();
    }

    String say(String line) throws IOException {
        raw(line + "\r\n");
        return answer();
    }

    String login(String name, String password) throws IOException {
        say("EHLO test");
        return say("AUTH PLAIN "
                + Base64.getEncoder().encodeToString(("\0" + name + "\0" + password).getBytes(StandardCharsets.UTF_8)));
    }

    /** Up to the 354. */
    String begin(String... recipients) throws IOException {
        say("MAIL FROM:<anna@example.org>");
        for (String recipient : recipients) {
            String answer = say("RCPT TO:<" + recipient + ">");
            if (!answer.startsWith("250")) {
                return answer;
            }
        }
        return say("DATA");
    }

    /** A whole mail. */
    String mail(String content, String... recipients) throws IOException {
        String begun = begin(recipients);
        return begun.startsWith("354") ? say(content + "\r\n.") : begun;
    }

    void secure(SSLContext tls) throws IOException {
        SSLSocket secured =
                (SSLSocket) tls.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
        secured.startHandshake();
        open(secured);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
