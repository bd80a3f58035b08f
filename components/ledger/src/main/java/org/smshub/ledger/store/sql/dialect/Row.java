package org.smshub.ledger.store.sql.dialect;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;

/** The row under the cursor, by the names of its columns. */
public class Row implements AutoCloseable {

    private static final Set<String> OCTETS = Set.of("BINARY", "GSM7", "UCS2");

    private final ResultSet rows;
    private final Columns columns;

    public Row(ResultSet rows, Columns columns) {
        this.rows = rows;
        this.columns = columns;
    }

    public boolean next() throws SQLException {
        return rows.next();
    }

    public String text(String column) throws SQLException {
        return rows.getString(columns.place(column));
    }

    public byte[] octets(String column) throws SQLException {
        return rows.getBytes(columns.place(column));
    }

    public int number(String column) throws SQLException {
        return rows.getInt(columns.place(column));
    }

    /** 0 for null, like {@link #number}. */
    public long longer(String column) throws SQLException {
        return rows.getLong(columns.place(column));
    }

    public boolean flag(String column) throws SQLException {
        return number(column) != 0;
    }

    public Integer numberOrNull(String column) throws SQLException {
        int value = number(column);
        return rows.wasNull() ? null : Integer.valueOf(value);
    }

    public Long longerOrNull(String column) throws SQLException {
        long value = longer(column);
        return rows.wasNull() ? null : Long.valueOf(value);
    }

    private static boolean isSeptets(byte[] units) {
        for (byte unit : units) {
            if (unit < 0) {
                return false;
            }
        }
        return true;
    }

    /** Of a column that holds text or octets, as it stands there. */
    public final Object object(String column) throws SQLException {
        return body(rows, columns.place(column));
    }

    /** Its octets, whatever it is; of text in UTF-8. */
    public final byte[] raw(String column) throws SQLException {
        Object body = object(column);
        return body == null || body instanceof byte[]
                ? (byte[]) body
                : body.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @return text, octets or null; something else where a row is damaged */
    protected Object body(ResultSet rows, int place) throws SQLException {
        return rows.getObject(place);
    }

    /**
     * Text, or octets: always when the encoding is {@code BINARY}, and where the units of an alphabet are no clean text.
     *
     * @throws IllegalArgumentException the column holds neither, or the other
     */
    public final Object body(String column, String encoding) throws SQLException {
        Object body = object(column);
        boolean text = body instanceof String && encoding != null && !"BINARY".equals(encoding);
        boolean octets = body instanceof byte[] units
                && OCTETS.contains(String.valueOf(encoding))
                && !("GSM7".equals(encoding) && !isSeptets(units));
        if (text || octets) {
            return body;
        }
        throw new IllegalArgumentException("its body is "
                + (body == null ? "null" : body.getClass().getSimpleName()) + " and its encoding " + encoding);
    }

    @Override
    public void close() throws SQLException {
        rows.close();
    }
}
