package org.smshub.simulate;

/**
 * What happened in a world, a line an event in fixed columns: number, seconds, the hub's incarnation, who, what, about what,
 * and more. Its sum is equal where every octet is.
 */
final class Trace {

    /** Null where nobody reads it. */
    private final StringBuilder lines;

    private final StringBuilder line = new StringBuilder(120);
    private long sum = 0xcbf29ce484222325L;
    private long number;

    Trace(boolean kept) {
        lines = kept ? new StringBuilder() : null;
    }

    void say(long nanos, int hub, String who, String what, String about, String more) {
        line.setLength(0);
        line.append(++number);
        fill(7);
        long micros = nanos / 1_000;
        line.append(micros / 1_000_000).append('.');
        String rest = Long.toString(micros % 1_000_000);
        line.append("000000", 0, 6 - rest.length()).append(rest);
        fill(20);
        line.append('h').append(hub);
        fill(25);
        line.append(who);
        fill(34);
        line.append(what);
        fill(48);
        line.append(about);
        fill(58);
        line.append(more);
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == ' ') {
            end--;
        }
        line.setLength(end);
        line.append('\n');
        for (int i = 0; i < line.length(); i++) {
            sum = (sum ^ line.charAt(i)) * 0x100000001b3L;
        }
        if (lines != null) {
            lines.append(line);
        }
    }

    private void fill(int column) {
        do {
            line.append(' ');
        } while (line.length() < column);
    }

    String text() {
        return String.valueOf(lines);
    }

    long lines() {
        return number;
    }

    /** Of all octets so far. */
    long sum() {
        return sum;
    }
}
