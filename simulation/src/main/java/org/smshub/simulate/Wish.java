package org.smshub.simulate;

import java.util.ArrayList;
import java.util.List;

/** A message that an application wants to send. Times in milliseconds, from when it is posted; 0 = none. */
record Wish(
        String key,
        String client,
        String reference,
        String recipient,
        String text,
        String links,
        String receipt,
        int priority,
        long sendAfter,
        long validFor) {

    /** In how many it is cut: its text is of septets, and all links carry 160 of them, or 153 and a header. */
    int parts() {
        return text.length() <= 160 ? 1 : (text.length() + 152) / 153;
    }

    /** As it is wanted the nth time, as long as the first. @param n 0 = at first */
    String text(int n) {
        return n == 0 ? text : text.replaceFirst(": text", ": " + String.format("%04d", n));
    }

    static Wish of(long seed, int number, Mixture mixture) {
        Dice dice = Dice.of(seed, "wish " + number);
        String key = "m" + number;
        String client = "c" + dice.between(1, mixture.clients);
        String reference = dice.chance(mixture.withoutReference) ? null : "ref " + key;
        String recipient =
                mixture.fewNumbers ? "+48600100" + (100 + dice.between(0, 2)) : "+4860" + (1_000_000 + 7 * number);
        StringBuilder text = new StringBuilder(key + ": text");
        if (dice.chance(mixture.long_)) {
            int length = dice.between(161, 400);
            while (text.length() < length) {
                text.append(' ').append(key).append(':');
            }
        }
        List<String> links = new ArrayList<>();
        int first = dice.between(0, mixture.links.size() - 1);
        int count = dice.between(1, mixture.links.size());
        for (int i = 0; i < count; i++) {
            links.add(mixture.links.get((first + i) % mixture.links.size()).name());
        }
        return new Wish(
                key,
                client,
                reference,
                recipient,
                text.toString(),
                String.join(",", links),
                dice.one("FINAL", "FINAL", "ALL", "SUCCESS", "NONE"),
                dice.between(0, 3),
                dice.chance(mixture.deferred) ? dice.skewed(100, 60_000) : 0,
                dice.chance(mixture.deadline) ? dice.skewed(100, 120_000) : 0);
    }
}
