package org.smshub.ledger.postgres;

import java.lang.reflect.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.smshub.ledger.store.sql.dialect.Columns;

/**
 * A statement that takes an array a column, each as long as there are rows: whatever many rows there are it is one
 * round trip, and one plan. In its text {@code #rows} stands for the rows, as {@code unnest} gives them.
 */
final class Arrays {

    /** Of an array's members. */
    enum Type {
        BIGINT("int8", Long.class),
        INTEGER("int4", Integer.class),
        TEXT("text", String.class),
        OCTETS("bytea", byte[].class);

        private final String name;
        private final Class<?> member;

        Type(String name, Class<?> member) {
            this.name = name;
            this.member = member;
        }

        static Type of(String name) {
            for (Type type : values()) {
                if (type.name.equals(name)) {
                    return type;
                }
            }
            throw new IllegalArgumentException("No column of a group is of type " + name);
        }
    }

    private final Connection connection;
    private final PreparedStatement statement;
    private final String sql;
    private final List<Type> types;
    private final List<Object[]> rows = new ArrayList<>();

    /** What a packet has brought; null = it is asked for by itself. */
    private ResultSet answer;

    Arrays(Connection connection, String sql, List<Type> types) throws SQLException {
        this.connection = connection;
        this.types = types;
        String arrays = types.stream().map(type -> "?::" + type.name + "[]").collect(Collectors.joining(", "));
        this.sql = sql.replace("#rows", "unnest(" + arrays + ")");
        statement = connection.prepareStatement(this.sql);
    }

    /** @param values of the columns' types; text as PostgreSQL can hold it */
    void add(Object... values) {
        rows.add(values);
    }

    int size() {
        return rows.size();
    }

    String sql() {
        return sql;
    }

    /** Sets the values of the rows that were added, from this place on; gives the place behind them. */
    int fill(PreparedStatement into, int place) throws SQLException {
        for (int column = 0; column < types.size(); column++) {
            Type type = types.get(column);
            Object[] values = (Object[]) Array.newInstance(type.member, rows.size());
            for (int row = 0; row < values.length; row++) {
                values[row] = rows.get(row)[column];
            }
            into.setArray(place + column, connection.createArrayOf(type.name, values));
        }
        rows.clear();
        return place + types.size();
    }

    /** A packet has run it. */
    void answered(ResultSet rowsOf) {
        answer = rowsOf;
    }

    /** Runs an update with the rows that were added; how many it changed. */
    int update() throws SQLException {
        if (rows.isEmpty()) {
            return 0;
        }
        fill(statement, 1);
        return statement.executeUpdate();
    }

    /** Whether {@link #query} has something to give. */
    boolean isAsked() {
        return answer != null || !rows.isEmpty();
    }

    /** The same of a query, or an update with {@code returning}. */
    PostgresRow query(Columns columns) throws SQLException {
        if (answer != null) {
            ResultSet brought = answer;
            answer = null;
            return new PostgresRow(brought, columns);
        }
        fill(statement, 1);
        return new PostgresRow(statement.executeQuery(), columns);
    }

    /** A value behind those of the rows, which stays. @param place 1-based, behind the arrays */
    void set(int place, long value) throws SQLException {
        statement.setLong(types.size() + place, value);
    }

    void forget() {
        rows.clear();
        answer = null;
    }
}
