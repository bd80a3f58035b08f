package org.smshub.it.mail;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client of SMTP that says whatever it is told to, octet by octet. */
final class SmtpClient implements AutoCloseable {

    private final Socket socket = new Socket();
    private final InputStream in;
    private final OutputStream out;

    SmtpClient(int port) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        answer();
        say("EHLO client.example.org");
    }

    void raw(String octets) throws IOException {
        out.write(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The last line of an answer. */
    String answer() throws IOException {
        String line = line(in);
        while (line.length() > 3 && line.charAt(3) == '-') {
            line = line(in);
        }
        return line;
    }

    String say(String line) throws IOException {
        raw(line + "\r\n");
        return answer();
    }

    /** A whole mail; the answer to it, or to the command that was refused. */
    String mail(String from, String to, String mail) throws IOException {
        // as RFC 2920 has it, and as every mail server does: envelope and DATA together
        raw("MAIL FROM:<" + from + ">\r\nRCPT TO:<" + to + ">\r\nDATA\r\n");
        String sender = answer();
        String recipient = answer();
        String data = answer();
        for (String refused : new String[] {sender, recipient, data}) {
            if (refused.charAt(0) > '3') {
                return refused;
            }
        }
        return say(mail + "\r\n.");
    }

    /** One line; that the connection has ended is an error. */
    static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new IOException("the hub has closed the connection");
            }
            line.append((char) octet);
        }
        return line.toString().stripTrailing();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
