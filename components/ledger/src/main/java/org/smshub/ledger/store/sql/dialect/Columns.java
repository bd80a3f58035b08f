package org.smshub.ledger.store.sql.dialect;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Columns of a table or of an answer, named once: what is written and read by name is put by place. */
public final class Columns {

    private final List<String> names;
    private final Map<String, Integer> places = new HashMap<>();

    /** @param names comma-separated */
    public Columns(String names) {
        this(List.of(names.split("\\s*,\\s*")));
    }

    private Columns(List<String> names) {
        this.names = names;
        for (String name : names) {
            places.put(name, places.size() + 1);
        }
    }

    /** @param more comma-separated */
    public Columns and(String more) {
        return new Columns(Stream.concat(names.stream(), Stream.of(more.split("\\s*,\\s*")))
                .toList());
    }

    /** 1-based. */
    public int place(String name) {
        Integer place = places.get(name);
        if (place == null) {
            throw new IllegalArgumentException("No column " + name + " among " + names);
        }
        return place;
    }

    public int size() {
        return names.size();
    }

    public String insertInto(String table) {
        return "insert into " + table + " (" + this + ") values ("
                + names.stream().map(n -> "?").collect(Collectors.joining(",")) + ")";
    }

    @Override
    public String toString() {
        return String.join(", ", names);
    }
}
