package org.smshub.ledger.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Statements with arrays that need nothing of each other's answers go to the server together: one round trip, in their order. */
final class Packet {

    private final Connection connection;

    /** By their texts: of a few statements there are a few kinds of packets. */
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    Packet(Connection connection) {
        this.connection = connection;
    }

    /** Runs those that have rows; each gives its answer when it is asked for it next. One alone goes by itself. */
    void send(List<Arrays> statements) throws SQLException {
        List<Arrays> filled = statements.stream().filter(one -> one.size() > 0).toList();
        if (filled.size() < 2) {
            return;
        }
        PreparedStatement all = prepared(filled.stream().map(Arrays::sql).collect(Collectors.joining("; ")));
        int place = 1;
        for (Arrays one : filled) {
            place = one.fill(all, place);
        }
        List<ResultSet> answers = new ArrayList<>();
        for (boolean rows = all.execute(); rows || all.getUpdateCount() >= 0; rows = next(all)) {
            answers.add(rows ? all.getResultSet() : null);
        }
        if (answers.size() != filled.size() || answers.contains(null)) {
            throw new SQLException("A packet of " + filled.size() + " statements has other answers", "08P01");
        }
        for (int i = 0; i < filled.size(); i++) {
            filled.get(i).answered(answers.get(i));
        }
    }

    private PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement known = prepared.get(sql);
        if (known == null) {
            known = connection.prepareStatement(sql);
            prepared.put(sql, known);
        }
        return known;
    }

    private static boolean next(PreparedStatement all) throws SQLException {
        return all.getMoreResults(Statement.KEEP_CURRENT_RESULT);
    }
}
