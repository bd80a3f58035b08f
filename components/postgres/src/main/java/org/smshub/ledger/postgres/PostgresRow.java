package org.smshub.ledger.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.smshub.ledger.store.sql.dialect.Columns;
import org.smshub.ledger.store.sql.dialect.Row;

/** Reads what {@link PostgresPrepared} wrote. */
final class PostgresRow extends Row {

    private final ResultSet rows;
    private final Columns columns;

    PostgresRow(ResultSet rows, Columns columns) {
        super(rows, columns);
        this.rows = rows;
        this.columns = columns;
    }

    @Override
    public String text(String column) throws SQLException {
        return Texts.read(super.text(column));
    }

    @Override
    public boolean flag(String column) throws SQLException {
        Object value = rows.getObject(columns.place(column));
        return value instanceof Boolean flag ? flag : value instanceof Number number && number.longValue() != 0;
    }

    @Override
    protected Object body(ResultSet rows, int place) throws SQLException {
        Object stored = rows.getObject(place);
        return stored instanceof String text ? Texts.readBody(text) : stored;
    }
}
