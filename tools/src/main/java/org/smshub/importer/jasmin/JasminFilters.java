package org.smshub.importer.jasmin;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.smshub.importer.PrefixPattern;
import org.smshub.importer.Prefixes;
import org.smshub.importer.RoutingYaml;
import org.smshub.importer.Yaml;

/**
 * Jasmin's filters as conditions in Camel's Simple. Its expressions are Python's, matched from the first character on; in Jasmin a
 * number has a plus or none, as its sender wrote it, in the hub always one, so that both forms are meant here.
 */
final class JasminFilters {

    /** Names of clients by uid, and of all clients of a group by gid. */
    private final Map<String, String> users;

    private final Map<String, List<String>> groups;

    JasminFilters(Map<String, String> users, Map<String, List<String>> groups) {
        this.users = users;
        this.groups = groups;
    }

    /** @return the condition; empty = it always holds; null = there is none that says the same */
    String condition(JcliDump.Filter filter) {
        return switch (filter.kind()) {
            case "T" -> "";
            case "U" -> user(users.get(filter.value()));
            case "G" -> group(groups.get(filter.value()));
            case "DA" -> number("${header.SmsTo}", filter.value());
            case "SA" -> number("${header.SmsFrom}", filter.value());
            case "SM" -> text(filter.value());
            case "DI" -> between("${date:now:yyyyMMdd}", filter.value(), "[0-9]{4}-[0-9]{2}-[0-9]{2}");
            case "TI" -> between("${date:now:HHmmss}", filter.value(), "[0-9]{2}:[0-9]{2}:[0-9]{2}");
            default -> null;
        };
    }

    private static String user(String name) {
        return name == null || !Yaml.isPlain(name) ? null : RoutingYaml.client(List.of(name));
    }

    private static String group(List<String> names) {
        return names == null || names.isEmpty() || !names.stream().allMatch(Yaml::isPlain)
                ? null
                : RoutingYaml.client(names);
    }

    /** How a number begins, or any expression about it. */
    static String number(String header, String python) {
        Set<String> beginnings = PrefixPattern.beginnings(python, true);
        if (beginnings == null) {
            return expression(header, python);
        }
        if (beginnings.contains("")) {
            return "";
        }
        boolean plus = beginnings.stream().allMatch(beginning -> beginning.startsWith("+"));
        Set<String> digits = new LinkedHashSet<>();
        for (String beginning : beginnings) {
            String international = Prefixes.international(beginning);
            if (international == null) {
                return expression(header, python);
            }
            digits.add(international);
        }
        List<String> all = new ArrayList<>(digits);
        return header + " regex '" + (plus ? "[+]" : "[+]?")
                + (all.size() == 1 ? all.get(0) : "(" + String.join("|", all) + ")") + ".*'";
    }

    private static String expression(String header, String python) {
        String java = java(python);
        return java == null ? null : header + " regex '[+]?(" + java + ").*'";
    }

    private static String text(String python) {
        String java = java(python);
        return java == null ? null : "${body} regex '(?s)(" + java + ").*'";
    }

    /**
     * As Java and Simple read it: without a beginning of line, which is where it begins anyhow, and with classes in place of backslashes
     * where there are some. Null = it cannot be said.
     */
    static String java(String python) {
        StringBuilder java = new StringBuilder();
        boolean inClass = false;
        for (int i = 0; i < python.length(); i++) {
            char c = python.charAt(i);
            if (c == '\\' && i + 1 < python.length()) {
                char next = python.charAt(++i);
                if (next == 'd' && !inClass) {
                    java.append("[0-9]");
                } else if (next == 'd') {
                    java.append("0-9");
                } else if ("+.*?()".indexOf(next) >= 0 && !inClass) {
                    java.append('[').append(next).append(']');
                } else {
                    java.append(c).append(next);
                }
            } else if (c == '^' && !inClass) {
                continue;
            } else {
                inClass = c == '[' || inClass && c != ']';
                java.append(c);
            }
        }
        String text = java.toString();
        if (text.contains("'")
                || text.contains("{{")
                || text.contains("${")
                || text.chars().anyMatch(c -> c < ' ')) {
            return null;
        }
        try {
            Pattern.compile(text);
            return text;
        } catch (PatternSyntaxException e) {
            return null;
        }
    }

    private static String between(String now, String value, String form) {
        String[] ends = value.split(",");
        if (ends.length != 2
                || !ends[0].strip().matches(form)
                || !ends[1].strip().matches(form)) {
            return null;
        }
        String from = ends[0].replaceAll("[^0-9]", "");
        String to = ends[1].replaceAll("[^0-9]", "");
        return now + " >= '" + from + "' && " + now + " <= '" + to + "'";
    }

    /** Conditions of which each must hold; null = one of them cannot be said. */
    String all(List<JcliDump.Filter> filters) {
        List<String> all = new ArrayList<>();
        for (JcliDump.Filter filter : filters) {
            String one = condition(filter);
            if (one == null) {
                return null;
            }
            if (!one.isEmpty()) {
                all.add(one);
            }
        }
        return String.join(" && ", all);
    }
}
