package org.smshub.importer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A link as a block of {@code links.properties}. Its secrets are files of their own, which the block names. */
public final class LinkBlock {

    /** Milliseconds: reconnectMaxDelay of all templates, if nothing is said. */
    private static final long LONGEST_PAUSE = 5_000;

    private final String name;
    private final Map<String, String> options = new LinkedHashMap<>();
    private final Map<String, String> secrets = new LinkedHashMap<>();
    private final String comment;

    LinkBlock(String name, String template, String comment) {
        this.name = name;
        this.comment = comment;
        options.put("templateId", template);
        options.put("routeId", "link-" + name);
        options.put("name", name);
    }

    public String name() {
        return name;
    }

    /** Sets an option of the template; null or empty = nothing is said. */
    public LinkBlock set(String option, Object value) {
        String text = value == null ? "" : value.toString();
        if (text.startsWith("#")
                || text.chars().anyMatch(c -> c < ' ')
                || List.of("host", "port").contains(option) && !text.matches("[A-Za-z0-9.:_/{}-]*")) {
            // to Camel it would be a bean, or options of an address
            throw new Unreadable("the link " + name + ": its " + option + " has characters that no " + option
                    + " has; change it, or take the line out and add it by hand");
        }
        if (!text.isEmpty()) {
            options.put(option, text);
        }
        return this;
    }

    /** Pauses before dialling again; the longest is the hub's, or this where this is longer. @param millis null = nothing is said */
    public LinkBlock reconnectDelay(Long millis) {
        set("reconnectDelay", millis);
        return set("reconnectMaxDelay", millis == null || millis <= LONGEST_PAUSE ? null : millis);
    }

    /** The same of what nobody may read. */
    public LinkBlock secret(String option, String value) {
        if (value != null && !value.isEmpty()) {
            secrets.put(option, value);
        }
        return this;
    }

    public Map<String, String> options() {
        return options;
    }

    Map<String, String> secrets() {
        return secrets;
    }

    String comment() {
        return comment;
    }
}
