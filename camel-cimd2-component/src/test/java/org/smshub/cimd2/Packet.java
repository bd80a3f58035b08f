package org.smshub.cimd2;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A packet as a peer of a test reads and writes it, by hand: it shares no code with what it tests.
 *
 * @param parameters such as {@code 021:4711}, in their order
 */
public record Packet(int operation, int number, List<String> parameters) {

    public static Packet of(int operation, int number, String... parameters) {
        return new Packet(operation, number, List.of(parameters));
    }

    /** The next packet; text before it is skipped. */
    public static Packet read(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int b = in.read(); b != 3; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the other side closed the connection");
            }
            if (b == 2) {
                text.setLength(0);
            }
            text.append((char) b);
        }
        return parse(text.toString());
    }

    /** @param text from STX on, without ETX; its checksum must be right if there is one */
    private static Packet parse(String text) {
        int end = text.lastIndexOf('\t') + 1;
        if (text.charAt(0) != 2 || end == 0 || !text.substring(3).startsWith(":")) {
            throw new AssertionError("no packet: " + text);
        }
        if (end < text.length()) {
            String sum = String.format("%02X", text.substring(0, end).chars().sum() & 0xFF);
            if (!sum.equals(text.substring(end))) {
                throw new AssertionError("checksum " + text.substring(end) + ", not " + sum + ": " + text);
            }
        }
        List<String> parameters = new ArrayList<>(List.of(text.substring(8, end).split("\t")));
        parameters.removeIf(String::isEmpty);
        return new Packet(Integer.parseInt(text.substring(1, 3)), Integer.parseInt(text.substring(4, 7)), parameters);
    }

    public byte[] bytes() {
        StringBuilder text = new StringBuilder(String.format("\u0002%02d:%03d\t", operation, number));
        parameters.forEach(parameter -> text.append(parameter).append('\t'));
        text.append(String.format("%02X", text.chars().sum() & 0xFF)).append('\u0003');
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The first value, null when there is none. */
    public String get(int code) {
        String prefix = String.format("%03d:", code);
        return parameters.stream()
                .filter(p -> p.startsWith(prefix))
                .map(p -> p.substring(4))
                .findFirst()
                .orElse(null);
    }

    public boolean isResponse() {
        return operation >= 50;
    }

    /** The response to it, with these parameters. */
    public Packet response(String... more) {
        return of(operation + 50, number, more);
    }
}
