package org.smshub.ledger.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.smshub.ledger.store.sql.dialect.Columns;
import org.smshub.ledger.store.sql.dialect.Values;

/** Many rows for a table, by the names of their columns; they are written at once, in their order. */
final class Bulk implements Values {

    private final Columns columns;
    private final List<Arrays.Type> types;
    private final Arrays arrays;
    private Object[] row;

    /** @param more what follows, such as {@code on conflict …} */
    Bulk(Connection connection, String table, Columns columns, String more) throws SQLException {
        this.columns = columns;
        types = types(connection, table, columns);
        arrays =
                new Arrays(connection, "insert into " + table + " (" + columns + ") select * from #rows" + more, types);
    }

    private static List<Arrays.Type> types(Connection connection, String table, Columns columns) throws SQLException {
        List<Arrays.Type> types = new ArrayList<>();
        try (PreparedStatement ask =
                connection.prepareStatement("select " + columns + " from " + table + " where false")) {
            ResultSetMetaData answer = ask.getMetaData();
            for (int i = 1; i <= columns.size(); i++) {
                types.add(Arrays.Type.of(answer.getColumnTypeName(i)));
            }
        }
        return types;
    }

    /** Begins the next row. */
    Bulk next() {
        row = new Object[columns.size()];
        arrays.add(row);
        return this;
    }

    @Override
    public Values set(String column, Object value) {
        int place = columns.place(column) - 1;
        row[place] = value == null
                ? null
                : switch (types.get(place)) {
                    case BIGINT -> ((Number) value).longValue();
                    case INTEGER -> ((Number) value).intValue();
                    case TEXT -> Texts.stored(value.toString());
                    case OCTETS -> value;
                };
        return this;
    }

    @Override
    public Values body(String column, Object value) {
        row[columns.place(column) - 1] = Texts.storedBody(value);
        return this;
    }

    Arrays rows() {
        return arrays;
    }
}
