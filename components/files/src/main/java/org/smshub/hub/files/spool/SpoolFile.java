package org.smshub.hub.files.spool;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A file of smstools 3 (its {@code fileformat.html}): lines {@code Name: value} up to the first blank one, then the text to the
 * end of the file, in octets. Names count by their case, and what nobody knows is kept as it is.
 *
 * @param headers as they stand there
 * @param body behind the blank line
 */
record SpoolFile(List<Header> headers, byte[] body) {

    record Header(String name, String value) {}

    /** Latin-1 with the Euro. */
    static final Charset ISO = Charset.forName("ISO-8859-15");

    private static final int MOST_HEADERS = 100;
    private static final int LONGEST_LINE = 1_000;

    /** @throws IllegalArgumentException it is no such file, in words for who wrote it */
    static SpoolFile parse(byte[] octets) {
        int at = octets.length >= 3
                        && (octets[0] & 0xff) == 0xef
                        && (octets[1] & 0xff) == 0xbb
                        && (octets[2] & 0xff) == 0xbf
                ? 3
                : 0;
        List<Header> headers = new ArrayList<>();
        while (at < octets.length) {
            int end = at;
            while (end < octets.length && octets[end] != '\n') {
                end++;
            }
            if (end - at > LONGEST_LINE || headers.size() >= MOST_HEADERS) {
                throw new IllegalArgumentException("No text or data: the headers do not end with a blank line");
            }
            String line = text(octets, at, end).strip();
            at = Math.min(end + 1, octets.length);
            if (line.isEmpty()) {
                break;
            }
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.add(new Header(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip()));
            }
        }
        if (headers.isEmpty()) {
            throw new IllegalArgumentException("No destination");
        }
        byte[] body = new byte[octets.length - at];
        System.arraycopy(octets, at, body, 0, body.length);
        return new SpoolFile(List.copyOf(headers), body);
    }

    /** UTF-8 where it is that, else what smstools calls ISO, in which every octet is a character. */
    static String text(byte[] octets, int from, int to) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(octets, from, to - from, ISO);
        }
    }

    /** The last value of this header; null = it is not there. */
    String get(String name) {
        String value = null;
        for (Header header : headers) {
            if (header.name().equals(name)) {
                value = header.value();
            }
        }
        return value;
    }

    /** What smstools takes for yes. */
    boolean isYes(String name) {
        String value = get(name);
        return value != null && Set.of("true", "yes", "on", "1").contains(value.toLowerCase(java.util.Locale.ROOT));
    }

    /** The same with these headers at the end; previous ones of their names, and of the others, are gone. */
    SpoolFile with(Set<String> without, List<Header> more) {
        List<Header> all = new ArrayList<>();
        for (Header header : headers) {
            if (!without.contains(header.name())) {
                all.add(header);
            }
        }
        all.addAll(more);
        return new SpoolFile(List.copyOf(all), body);
    }

    /** As it stands in a file. No value breaks its line. */
    byte[] octets() {
        StringBuilder head = new StringBuilder();
        for (Header header : headers) {
            head.append(header.name()).append(": ");
            header.value().codePoints().forEach(c -> head.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
            head.append('\n');
        }
        head.append('\n');
        byte[] start = head.toString().getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[start.length + body.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return all;
    }
}
