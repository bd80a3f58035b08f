package org.smshub.hub.routing;

import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.smshub.hub.Numbers;
import org.smshub.hub.RefusedException;
import org.smshub.hub.routing.NumberWay.Choice;
import org.smshub.hub.routing.NumberWay.Replaces;
import org.smshub.hub.routing.NumberWay.Says;
import org.smshub.hub.routing.table.CsvTable;
import org.smshub.hub.routing.table.PrefixMap;

/** {@code numbers.csv} as it was read. Immutable; what many lines say alike stands once. */
final class NumberRows {

    private static final Set<String> NEEDED = new LinkedHashSet<>(List.of("prefix", "links"));
    private static final Set<String> KNOWN =
            new LinkedHashSet<>(List.of("cost", "weight", "sender", "replaces", "rate", "rule"));
    private static final String ALL = "*";
    private static final String REFUSED = "-";
    private static final String NETWORK = "network ";
    private static final int MOST_WEIGHT = 1_000;

    private final PrefixMap prefixes;

    /** By the values of {@link #prefixes}. */
    private final NumberWay[] ways;

    /** First line of each entry. */
    private final int[] lines;

    private final Map<String, NumberWay> networks;
    private final Map<String, Integer> links;

    private NumberRows(
            PrefixMap prefixes,
            NumberWay[] ways,
            int[] lines,
            Map<String, NumberWay> networks,
            Map<String, Integer> links) {
        this.prefixes = prefixes;
        this.ways = ways;
        this.lines = lines;
        this.networks = networks;
        this.links = links;
    }

    /** A line as it stands there. */
    private record Row(CsvTable.Line line, Choice choice, String sender, Replaces replaces, double rate, String rule) {}

    /** @throws IllegalArgumentException naming file and line */
    static NumberRows read(String name, Reader in) throws IOException {
        Reading reading = new Reading();
        new CsvTable(name, NEEDED, KNOWN).read(in, reading::add);
        return reading.rows();
    }

    /** Rows of each prefix and network, and what was seen of the rest. */
    private static final class Reading {

        private final Map<Long, List<Row>> prefixes = new TreeMap<>();
        private final Map<String, List<Row>> networks = new HashMap<>();
        private final Map<String, Integer> links = new LinkedHashMap<>();
        private final Map<Says, Integer> known = new HashMap<>();
        private final List<NumberWay> ways = new ArrayList<>();
        private final Numbers numbers = new Numbers();
        private CsvTable.Line bare;
        private boolean international;

        void add(CsvTable.Line line) {
            String prefix = line.get("prefix");
            Row row = row(line);
            if (prefix.startsWith(NETWORK)) {
                String network = prefix.substring(NETWORK.length()).strip();
                networks.computeIfAbsent(network, n -> new ArrayList<>(1)).add(row);
                return;
            }
            if (!prefix.equals(ALL) && !prefix.matches("\\+[1-9][0-9]{0,14}|[0-9]{1,6}")) {
                throw line.wrong(
                        "a prefix is + and up to 15 digits, up to 6 digits of a short code, * for all other numbers,"
                                + " or 'network ' and the name of one; not '" + prefix + "'");
            }
            international |= prefix.startsWith("+");
            bare = bare == null && Character.isDigit(prefix.charAt(0)) ? line : bare;
            long key = PrefixMap.key(prefix.equals(ALL) ? "" : prefix);
            prefixes.computeIfAbsent(key, k -> new ArrayList<>(1)).add(row);
        }

        private Row row(CsvTable.Line line) {
            String words = line.get("links");
            if (words.isEmpty()) {
                throw line.wrong("links are names with blanks or ; between them, in the order they are tried, or "
                        + REFUSED + " where nothing is to be sent");
            }
            List<String> names = words.equals(REFUSED) ? List.of() : List.of(words.split("[;\\s]+"));
            for (String link : names) {
                if (link.isEmpty() || link.contains(",")) {
                    throw line.wrong("links have blanks or ; between them, not '" + words + "'");
                }
                links.putIfAbsent(link, line.number());
            }
            return new Row(
                    line,
                    names.isEmpty() ? null : new Choice(names, cost(line), weight(line)),
                    sender(line),
                    replaces(line),
                    rate(line),
                    rule(line));
        }

        private static BigDecimal cost(CsvTable.Line line) {
            String cost = line.get("cost");
            if (cost.isEmpty()) {
                return null;
            }
            if (!cost.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
                throw line.wrong("a cost is a number such as 0.021, not '" + cost + "'");
            }
            return new BigDecimal(cost);
        }

        private static int weight(CsvTable.Line line) {
            String weight = line.get("weight");
            if (!weight.isEmpty() && (!weight.matches("[1-9][0-9]{0,3}") || Integer.parseInt(weight) > MOST_WEIGHT)) {
                throw line.wrong("a weight is 1 to " + MOST_WEIGHT + ", not '" + weight + "'");
            }
            return weight.isEmpty() ? 0 : Integer.parseInt(weight);
        }

        private static double rate(CsvTable.Line line) {
            String rate = line.get("rate");
            if (!rate.isEmpty() && (!rate.matches("[0-9]{1,6}(\\.[0-9]{1,3})?") || Double.parseDouble(rate) == 0)) {
                throw line.wrong("a rate is messages a second, more than 0, not '" + rate + "'");
            }
            return rate.isEmpty() ? 0 : Double.parseDouble(rate);
        }

        private static Replaces replaces(CsvTable.Line line) {
            String replaces = line.get("replaces");
            if (replaces.isEmpty()) {
                return Replaces.ANY;
            }
            if (line.get("sender").isEmpty()) {
                throw line.wrong("replaces says which senders the sender stands for, and there is none");
            }
            return switch (replaces) {
                case "any" -> Replaces.ANY;
                case "letters" -> Replaces.LETTERS;
                case "none" -> Replaces.NONE;
                default ->
                    throw line.wrong(
                            "replaces is any, letters (senders with letters) or none (messages without a sender),"
                                    + " not '" + replaces + "'");
            };
        }

        private String sender(CsvTable.Line line) {
            String sender = line.get("sender");
            if (sender.isEmpty()) {
                return null;
            }
            try {
                return numbers.sender(sender);
            } catch (RefusedException e) {
                throw line.wrong(e.getMessage());
            }
        }

        /** It stands in the history of a message. */
        private static String rule(CsvTable.Line line) {
            String rule = line.get("rule");
            if (rule.length() > 40) {
                throw line.wrong("a rule has a name of up to 40 characters");
            }
            return rule.isEmpty() ? null : rule;
        }

        NumberRows rows() {
            if (bare != null && !international) {
                throw bare.wrong("no prefix of this table begins with +: '" + bare.get("prefix")
                        + "' is one of short codes; that of a country is written +" + bare.get("prefix"));
            }
            long[] keys = new long[prefixes.size()];
            int[] values = new int[keys.length];
            int[] lines = new int[keys.length];
            int i = 0;
            for (Map.Entry<Long, List<Row>> entry : prefixes.entrySet()) {
                keys[i] = entry.getKey();
                lines[i] = entry.getValue().get(0).line().number();
                values[i++] = way(entry.getValue(), null);
            }
            Map<String, NumberWay> byNetwork = new HashMap<>();
            networks.forEach((network, rows) -> byNetwork.put(network, ways.get(way(rows, NETWORK + network))));
            return new NumberRows(
                    new PrefixMap(keys, values), ways.toArray(new NumberWay[0]), lines, Map.copyOf(byNetwork), links);
        }

        /** The place of what these rows say among the ways. */
        private int way(List<Row> rows, String rule) {
            Row first = rows.get(0);
            List<Choice> choices = new ArrayList<>(rows.size());
            for (Row row : rows) {
                if (row != first
                        && (row.sender() != null && !row.sender().equals(first.sender())
                                || row.rate() != 0 && row.rate() != first.rate()
                                || row.rule() != null && !row.rule().equals(first.rule()))) {
                    throw row.line()
                            .wrong("sender, rate and rule are those of the prefix: they stand in its first line (line "
                                    + first.line().number() + "), and what this one says is something else");
                }
                if (row.choice() != null) {
                    choices.add(row.choice());
                } else if (rows.size() > 1) {
                    throw row.line().wrong("nothing is to be sent there, and another line of this prefix has links");
                }
            }
            Says says = new Says(
                    List.copyOf(choices),
                    first.sender(),
                    first.replaces(),
                    first.rate(),
                    first.rule() == null ? rule : first.rule());
            return known.computeIfAbsent(says, s -> {
                ways.add(new NumberWay(s, first.line().number()));
                return ways.size() - 1;
            });
        }
    }

    /** The entry of a number; -1 = no line is about it. */
    int find(String number) {
        return prefixes.find(number);
    }

    /** The entry with the next shorter prefix; -1 = there is none. */
    int shorter(int entry) {
        return prefixes.parent(entry);
    }

    NumberWay way(int entry) {
        return ways[prefixes.value(entry)];
    }

    /** What the rule of an entry is called. */
    String rule(int entry) {
        String rule = way(entry).rule();
        if (rule != null) {
            return rule;
        }
        String prefix = prefixes.prefix(entry);
        return "numbers " + (prefix.isEmpty() ? ALL : prefix);
    }

    int line(int entry) {
        return lines[entry];
    }

    /** What is said of a network; null = nothing. @param network null = not known */
    NumberWay ofNetwork(String network) {
        return network == null ? null : networks.get(network);
    }

    /** The links it names, each with the first line that does. */
    Map<String, Integer> links() {
        return links;
    }

    int size() {
        return prefixes.size();
    }
}
