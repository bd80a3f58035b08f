package org.smshub.importer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What is to be written: a configuration that lies over the package's, and what is left over. Nothing of it is on the disk yet. */
public final class Overlay {

    /** Names in links, tables and routes. */
    private static final int LONGEST_NAME = 40;

    private final Map<String, LinkBlock> links = new LinkedHashMap<>();
    private final Map<String, ClientEntry> clients = new LinkedHashMap<>();
    private final Map<String, List<String>> tables = new LinkedHashMap<>();
    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<Leftover> left = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private final Set<String> doors;
    private final Set<String> templates;
    private String routing;

    /**
     * @param doors switches that the package has: {@code hub.door.kannel} …
     * @param templates kinds of links that it has
     */
    public Overlay(Set<String> doors, Set<String> templates) {
        this.doors = Set.copyOf(doors);
        this.templates = Set.copyOf(templates);
    }

    /** A link with a name that nobody else has: {@code north}, and {@code north-2} for the next. */
    public LinkBlock link(String wanted, String template, String comment) {
        LinkBlock block = new LinkBlock(free(wanted, links.keySet()), template, comment);
        links.put(block.name(), block);
        return block;
    }

    /** The client with this id, made when there is none. */
    public ClientEntry client(String id, String comment) {
        return clients.computeIfAbsent(id, i -> new ClientEntry(i, comment));
    }

    public boolean hasClient(String id) {
        return clients.containsKey(id);
    }

    /** A table with its first line; @param name {@code numbers.csv} … */
    public List<String> table(String name, String... head) {
        return tables.computeIfAbsent(name, n -> new ArrayList<>(List.of(head)));
    }

    /** A line of application.properties. */
    public void value(String key, Object value) {
        values.put(key, value.toString());
    }

    /** Switches a door on, if the package has it. @return whether it has */
    public boolean door(String name) {
        String key = "hub.door." + name;
        if (doors.contains(key)) {
            values.put(key, "true");
        }
        return doors.contains(key);
    }

    public boolean hasTemplate(String name) {
        return templates.contains(name);
    }

    /** The routes that choose links, in YAML. */
    public void routing(String yaml) {
        routing = yaml;
    }

    public void left(Place place, String what, String why, String todo) {
        left.add(new Leftover(place, printable(what), why, todo));
    }

    /** A sentence for the report: what became of what. */
    public void done(String sentence) {
        done.add(printable(sentence));
    }

    public Map<String, LinkBlock> links() {
        return links;
    }

    public Map<String, ClientEntry> clients() {
        return clients;
    }

    public Map<String, List<String>> tables() {
        return tables;
    }

    public Map<String, String> values() {
        return values;
    }

    public List<Leftover> leftovers() {
        return left;
    }

    List<String> done() {
        return done;
    }

    public String routing() {
        return routing;
    }

    /** A name in the hub's form: letters, digits, dots, dashes; not the same as one that there is. */
    static String free(String wanted, Set<String> taken) {
        String base = name(wanted);
        Set<String> there = new HashSet<>();
        taken.forEach(name -> there.add(name.toLowerCase(Locale.ROOT)));
        String name = base;
        for (int i = 2; there.contains(name.toLowerCase(Locale.ROOT)); i++) {
            name = base + "-" + i;
        }
        return name;
    }

    private static String name(String wanted) {
        String name = wanted.replaceAll("[^A-Za-z0-9_.-]+", "-").replaceAll("^[-.]+|[-.]+$", "");
        if (name.length() > LONGEST_NAME) {
            name = name.substring(0, LONGEST_NAME);
        }
        return name.isEmpty() ? "link" : name;
    }

    /** What a file says goes to a terminal. */
    private static String printable(String words) {
        return words.replaceAll("\\p{Cntrl}", "?");
    }
}
