package org.smshub.importer;

import java.util.ArrayList;
import java.util.List;

/** A client as {@code clients.yaml} has it. Null or empty = nothing is said. */
public final class ClientEntry {

    private final String id;
    private final String comment;
    private final List<String> lines = new ArrayList<>();
    private String password;

    ClientEntry(String id, String comment) {
        this.id = id;
        this.comment = comment;
    }

    public String id() {
        return id;
    }

    String comment() {
        return comment;
    }

    String password() {
        return password;
    }

    public List<String> lines() {
        return lines;
    }

    /** A password in clear; what is written is its hash. */
    public ClientEntry password(String clear) {
        password = clear;
        return this;
    }

    public ClientEntry set(String field, String value) {
        if (value != null && !value.isEmpty()) {
            lines.add(field + ": " + Yaml.quoted(value));
        }
        return this;
    }

    /** A number, {@code true}, or what else needs no quotes. */
    public ClientEntry plain(String field, Object value) {
        lines.add(field + ": " + value);
        return this;
    }

    public ClientEntry list(String field, List<String> values) {
        if (!values.isEmpty()) {
            lines.add(field + ": ["
                    + String.join(", ", values.stream().map(Yaml::quoted).toList()) + "]");
        }
        return this;
    }
}
