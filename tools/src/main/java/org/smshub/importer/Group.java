package org.smshub.importer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A block of settings. Who maps it takes the settings that have a counterpart; what nobody took has none, so that no line can be
 * forgotten.
 */
public final class Group {

    /** One line. */
    public record Setting(Place place, String name, String value) {}

    private final String kind;
    private final Place place;
    private final List<Setting> lines = new ArrayList<>();
    private final Map<String, Setting> last = new LinkedHashMap<>();
    private final Set<Setting> taken = new HashSet<>();

    /** @param kind what block it is: {@code smsc}, or the name of a modem */
    public Group(String kind, Place place) {
        this.kind = kind;
        this.place = place;
    }

    public String kind() {
        return kind;
    }

    /** Its first line. */
    public Place place() {
        return place;
    }

    /** Of a name that stands twice the last counts, as with the products themselves. */
    public void add(Setting setting) {
        lines.add(setting);
        last.put(setting.name(), setting);
    }

    /** In the place of what was said before under its name: a console that is told again. */
    public void replace(Setting setting) {
        lines.removeIf(line -> line.name().equals(setting.name()));
        add(setting);
    }

    public boolean has(String name) {
        return last.containsKey(name);
    }

    /** Null = it is not there. */
    public Setting setting(String name) {
        return last.get(name);
    }

    /** A value to look at, which may yet be a leftover; null = it is not there. */
    public String peek(String name) {
        Setting setting = last.get(name);
        return setting == null ? null : setting.value();
    }

    /** A value that has its counterpart; null = it is not there. */
    public String take(String name) {
        Setting setting = last.get(name);
        if (setting == null) {
            return null;
        }
        taken.add(setting);
        return setting.value();
    }

    public String take(String name, String otherwise) {
        String value = take(name);
        return value == null || value.isEmpty() ? otherwise : value;
    }

    /** Digits with which a value begins, as C reads a number; null = there is none. */
    public Long number(String name) {
        String value = peek(name);
        if (value == null) {
            return null;
        }
        if (value.strip().matches("0[xX][0-9a-fA-F]{1,8}")) {
            return Long.valueOf(value.strip().substring(2), 16);
        }
        String digits = value.strip().replaceFirst("(?s)^(-?[0-9]{1,12}).*", "$1");
        return digits.matches("-?[0-9]+") ? Long.valueOf(digits) : null;
    }

    /** The settings that nobody took, in their order; those before the last of their name among them. */
    public List<Setting> left() {
        return lines.stream().filter(setting -> !taken.contains(setting)).toList();
    }

    /** Whether a later line of the same name counts in its place. */
    public boolean isShadowed(Setting setting) {
        return last.get(setting.name()) != setting;
    }
}
