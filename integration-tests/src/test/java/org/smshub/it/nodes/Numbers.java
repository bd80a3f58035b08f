package org.smshub.it.nodes;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A number for each message, which says by which way it came and by which link it is to go: 4860, way, link, six digits. */
final class Numbers {

    static final int LINKS = 6;

    /** HTTP, SMPP, Kafka. */
    static final int WAYS = 3;

    /** Links from this one on send again what may have been sent. */
    private static final int FIRST_RETRY = 4;

    private final int way;
    private final AtomicInteger next = new AtomicInteger();

    /** @param way one digit */
    Numbers(int way) {
        this.way = way;
    }

    String next() {
        int i = next.getAndIncrement();
        return "4860" + way + i % LINKS + String.format("%06d", i);
    }

    static String link(int i) {
        return "link" + i;
    }

    static int index(String link) {
        return Integer.parseInt(link.substring("link".length()));
    }

    static String linkOf(String number) {
        return link(number.charAt(5) - '0');
    }

    static boolean isHeld(String number) {
        return number.charAt(5) - '0' < FIRST_RETRY;
    }

    static String unknown(int link) {
        return link < FIRST_RETRY ? "hold" : "retry";
    }

    /** Lines of numbers.csv. */
    static List<String> table() {
        List<String> lines = new ArrayList<>(List.of("prefix,links,cost,weight,sender,replaces,rate,rule"));
        for (int way = 1; way <= WAYS; way++) {
            for (int i = 0; i < LINKS; i++) {
                lines.add("+4860" + way + i + "," + link(i) + ",,,,,,");
            }
        }
        return lines;
    }
}
