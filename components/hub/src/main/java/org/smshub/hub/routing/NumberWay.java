package org.smshub.hub.routing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What {@code numbers.csv} says of one prefix, or of many with the same words.
 *
 * <p>The cheapest of its lines is tried first. Of those that cost the same and have weights each comes first for its share of
 * the numbers: always the same for a number, so that its messages keep their order.
 */
final class NumberWay {

    /** Which senders {@link Says#sender} stands in place of. */
    enum Replaces {
        ANY,
        LETTERS,
        NONE
    }

    /** One line's links. @param cost null = the line has none, and comes behind those that have */
    record Choice(List<String> links, BigDecimal cost, int weight) {}

    /** What the lines of a prefix say, in their order. @param sender null = that of the message; @param rate 0 = any */
    record Says(List<Choice> choices, String sender, Replaces replaces, double rate, String rule) {}

    private static final Pattern DIGITS = Pattern.compile("\\+?[0-9]+");

    private final Says says;
    private final int firstLine;

    /** Links in the order they are tried, one for each that may come first. */
    private final String[] orders;

    /** Weights up to and with that of the order at the same place; empty = the first order is for all. */
    private final int[] shares;

    NumberWay(Says says, int firstLine) {
        this.says = says;
        this.firstLine = firstLine;
        List<Choice> sorted = new ArrayList<>(says.choices());
        sorted.sort(Comparator.comparing(Choice::cost, Comparator.nullsLast(Comparator.naturalOrder())));
        List<Choice> sharing = sorted.stream()
                .filter(c -> c.weight() > 0 && same(c.cost(), sorted.get(0).cost()))
                .toList();
        if (sharing.size() < 2) {
            orders = new String[] {order(sorted, sorted.isEmpty() ? null : sorted.get(0))};
            shares = new int[0];
            return;
        }
        orders = new String[sharing.size()];
        shares = new int[sharing.size()];
        int sum = 0;
        for (int i = 0; i < orders.length; i++) {
            orders[i] = order(sorted, sharing.get(i));
            sum += sharing.get(i).weight();
            shares[i] = sum;
        }
    }

    private static boolean same(BigDecimal one, BigDecimal other) {
        return one == null ? other == null : other != null && one.compareTo(other) == 0;
    }

    private static String order(List<Choice> sorted, Choice first) {
        Set<String> links = new LinkedHashSet<>();
        if (first != null) {
            links.addAll(first.links());
        }
        sorted.forEach(choice -> links.addAll(choice.links()));
        return String.join(",", links);
    }

    /** The links of a number, in the order they are tried, comma-separated. */
    String links(String number) {
        if (shares.length == 0) {
            return orders[0];
        }
        int at = Math.floorMod(spread(number.hashCode()), shares[shares.length - 1]);
        int i = 0;
        while (at >= shares[i]) {
            i++;
        }
        return orders[i];
    }

    /** Numbers that follow each other have hashes that do; Murmur3's last steps part them. */
    private static int spread(int hash) {
        int h = hash;
        h ^= h >>> 16;
        h *= 0x85ebca6b;
        h ^= h >>> 13;
        h *= 0xc2b2ae35;
        return h ^ h >>> 16;
    }

    /** Whether the sender of a message gives way to {@link #sender}. @param from null = it has none */
    boolean replaces(String from) {
        if (says.sender() == null) {
            return false;
        }
        return switch (says.replaces()) {
            case ANY -> true;
            case NONE -> from == null;
            case LETTERS -> from == null || !DIGITS.matcher(from).matches();
        };
    }

    String sender() {
        return says.sender();
    }

    double rate() {
        return says.rate();
    }

    /** Null = the prefix tells. */
    String rule() {
        return says.rule();
    }

    boolean isRefused() {
        return says.choices().isEmpty();
    }

    int firstLine() {
        return firstLine;
    }

    /** In words for a person: what was chosen, and why in this order. */
    String words(String number) {
        if (isRefused()) {
            return "nothing is sent there";
        }
        String costs = says.choices().stream()
                .filter(choice -> choice.cost() != null)
                .map(choice -> String.join(";", choice.links()) + " at " + choice.cost())
                .collect(Collectors.joining(", "));
        return links(number).replace(",", ", ")
                + (costs.isEmpty() ? "" : " (" + costs + ")")
                + (shares.length == 0 ? "" : ", by the weights this number's share")
                + (says.sender() == null ? "" : ", sender " + says.sender())
                + (says.rate() == 0 ? "" : ", up to " + says.rate() + "/s");
    }
}
