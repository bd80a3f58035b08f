package org.smshub.ledger.postgres;

import java.nio.charset.StandardCharsets;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import org.smshub.ledger.store.sql.dialect.Columns;
import org.smshub.ledger.store.sql.dialect.Prepared;
import org.smshub.ledger.store.sql.dialect.Row;

/**
 * A statement whose values go in as the server has them: their types are asked for once, so that null is of the same
 * type as the rest.
 */
final class PostgresPrepared extends Prepared {

    private final int[][] places;
    private final int[] types;

    /** @param types of its values, as {@link #types} asked the server for them */
    PostgresPrepared(PreparedStatement statement, Translation.Result translation, int[] types) {
        super(statement);
        this.types = types;
        int[] counts = new int
                [translation.places().stream().mapToInt(Integer::intValue).max().orElse(0) + 1];
        for (int i = 0; i < types.length; i++) {
            counts[translation.places().get(i)]++;
        }
        places = new int[counts.length][];
        for (int i = 0; i < counts.length; i++) {
            places[i] = new int[counts[i]];
        }
        for (int i = types.length - 1; i >= 0; i--) {
            int place = translation.places().get(i);
            places[place][--counts[place]] = i + 1;
        }
    }

    static int[] types(PreparedStatement statement) throws SQLException {
        ParameterMetaData parameters = statement.getParameterMetaData();
        int[] types = new int[parameters.getParameterCount()];
        for (int i = 0; i < types.length; i++) {
            types[i] = parameters.getParameterType(i + 1);
        }
        return types;
    }

    @Override
    public void set(int place, Object value) throws SQLException {
        if (value instanceof Body body) {
            setBody(place, body.value());
            return;
        }
        for (int one : places[place]) {
            set(one, types[one - 1], value);
        }
    }

    @Override
    public void setBody(int place, Object value) throws SQLException {
        for (int one : places[place]) {
            if (value == null || types[one - 1] == Types.BINARY) {
                set(one, types[one - 1], value);
            } else {
                statement().setString(one, Texts.storedBody(value));
            }
        }
    }

    private void set(int place, int type, Object value) throws SQLException {
        PreparedStatement statement = statement();
        if (value == null) {
            statement.setNull(place, type);
            return;
        }
        switch (type) {
            case Types.BIGINT -> statement.setLong(place, number(value));
            case Types.INTEGER, Types.SMALLINT -> statement.setInt(place, Math.toIntExact(number(value)));
            case Types.BINARY ->
                statement.setBytes(
                        place,
                        value instanceof byte[] octets
                                ? octets
                                : value.toString().getBytes(StandardCharsets.UTF_8));
            case Types.BIT, Types.BOOLEAN -> statement.setBoolean(place, number(value) != 0);
            default -> statement.setString(place, Texts.stored(value.toString()));
        }
    }

    private static long number(Object value) {
        if (value instanceof Number number) {
            return number.longValue();
        } else if (value instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        try {
            return Long.parseLong(value.toString());
        } catch (NumberFormatException e) {
            return -1; // of an id: nothing has it
        }
    }

    @Override
    protected Row row(ResultSet rows, Columns columns) {
        return new PostgresRow(rows, columns);
    }
}
