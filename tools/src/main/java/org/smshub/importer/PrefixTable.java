package org.smshub.importer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Rules about beginnings of numbers as a {@code numbers.csv}. Whatever the rules are, which of them hold for a number depends on the
 * longest beginning alone that any of them names; so each of those is asked once, and has a line where it differs from the next
 * shorter one.
 */
public final class PrefixTable {

    static final String[] HEAD = {"prefix,links,cost,weight"};
    private static final String ALL = "*";

    /** The columns, for {@link Overlay#table}. */
    public static String[] head(String comment) {
        return new String[] {"# " + comment, HEAD[0]};
    }

    private PrefixTable() {}

    /**
     * Links in the order they are tried: those of a tier share the numbers evenly, and the next tier stands in for them. No tier =
     * nothing is sent there.
     */
    public record Ways(List<List<String>> tiers) {

        /** Without tiers that have none, and without a link in two of them. */
        public static Ways of(List<List<String>> tiers) {
            List<List<String>> all = new ArrayList<>();
            Set<String> seen = new TreeSet<>();
            for (List<String> tier : tiers) {
                List<String> mine = tier.stream().filter(seen::add).toList();
                if (!mine.isEmpty()) {
                    all.add(mine);
                }
            }
            return new Ways(List.copyOf(all));
        }

        List<String> lines(String prefix) {
            if (tiers.isEmpty()) {
                return List.of(prefix + ",-,,");
            }
            if (tiers.stream().allMatch(tier -> tier.size() == 1)) {
                return List.of(prefix + ","
                        + String.join(
                                " ", tiers.stream().map(tier -> tier.get(0)).toList()) + ",,");
            }
            List<String> lines = new ArrayList<>();
            for (int cost = 0; cost < tiers.size(); cost++) {
                List<String> tier = tiers.get(cost);
                if (cost == 0) {
                    for (String link : tier) {
                        lines.add(prefix + "," + link + ",0," + (tier.size() > 1 ? "1" : ""));
                    }
                } else {
                    lines.add(prefix + "," + String.join(" ", tier) + "," + cost + ",");
                }
            }
            return lines;
        }
    }

    /**
     * @param international beginnings without plus; the empty one is that of all numbers
     * @param bare beginnings of short codes
     * @param ways what holds for numbers that begin so, asked for each and for the empty one
     * @param shortWays the same of short codes
     */
    public static void write(
            List<String> csv,
            Set<String> international,
            Set<String> bare,
            Function<String, Ways> ways,
            Function<String, Ways> shortWays) {
        Ways all = ways.apply("");
        csv.addAll(all.lines(ALL));
        write(csv, "+", international, all, ways);
        int before = csv.size();
        write(csv, "", bare, all, shortWays);
        if (csv.size() > before) {
            csv.add(before, "# short codes that begin so");
        }
    }

    private static void write(
            List<String> csv, String sign, Set<String> beginnings, Ways all, Function<String, Ways> ways) {
        Map<String, Ways> known = new HashMap<>();
        TreeSet<String> sorted = new TreeSet<>(Comparator.naturalOrder());
        sorted.addAll(beginnings);
        sorted.remove("");
        for (String beginning : sorted) {
            Ways its = ways.apply(beginning);
            known.put(beginning, its);
            Ways shorter = all;
            for (String prefix : Prefixes.beginnings(beginning.substring(0, beginning.length() - 1))) {
                if (known.containsKey(prefix)) {
                    shorter = known.get(prefix);
                    break;
                }
            }
            if (!its.equals(shorter)) {
                csv.addAll(its.lines(sign + beginning));
            }
        }
    }
}
