package org.smshub.ledger.store.sql.move;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.smshub.ledger.store.sql.SqlStore.Whole;
import org.smshub.ledger.store.sql.dialect.Columns;
import org.smshub.ledger.store.sql.dialect.Dialect;
import org.smshub.ledger.store.sql.dialect.Prepared;
import org.smshub.ledger.store.sql.dialect.Row;

/**
 * Copies a ledger into an empty one of another database, in one transaction of that one: all of it is there then, read again and
 * found to be the same, or nothing.
 */
public final class Mover {

    private static final int PAGE = 2_000;
    private static final Columns COUNT = new Columns("n");

    /** Hears how far it is. */
    public interface Listener {
        /** @param what a table @param done rows of it @param all how many it has */
        void at(String what, long done, long all);
    }

    private final Dialect from;
    private final Dialect to;
    private final Whole source;
    private final Whole target;
    private final Listener listener;

    private Mover(Whole source, Whole target, Listener listener) {
        this.source = source;
        this.target = target;
        this.from = source.dialect();
        this.to = target.dialect();
        this.listener = listener;
    }

    /**
     * Copies all, and compares.
     *
     * @return rows by table
     * @throws IllegalStateException the target is not empty, or what is there is not the same: then nothing is written
     */
    public static Map<String, Long> move(Whole source, Whole target, Listener listener) throws SQLException {
        Mover mover = new Mover(source, target, listener);
        mover.checkEmpty();
        target.dialect().begin();
        try {
            Map<String, Long> rows = mover.all();
            target.dialect().commit();
            return rows;
        } catch (SQLException | RuntimeException e) {
            try {
                target.dialect().rollback();
            } catch (SQLException undoing) {
                e.addSuppressed(undoing);
            }
            throw e;
        }
    }

    private void checkEmpty() throws SQLException {
        for (Table table : Table.ALL) {
            long rows = count(to, table);
            if (rows > 0) {
                throw new IllegalStateException("The ledger there is not empty (" + table.name() + " has " + rows
                        + " rows), and nothing is overwritten: name another database, or drop what is in that one");
            }
        }
    }

    private static long count(Dialect dialect, Table table) throws SQLException {
        try (Row row = dialect.query(table.count(), COUNT)) {
            row.next();
            return row.longer("n");
        }
    }

    private Map<String, Long> all() throws SQLException {
        Map<String, Long> rows = new LinkedHashMap<>();
        Map<String, RowSum> sums = new LinkedHashMap<>();
        for (Table table : Table.ALL) {
            RowSum sum = copy(table);
            sums.put(table.name(), sum);
            rows.put(table.name(), sum.rows());
        }
        for (Table table : Table.ALL) {
            RowSum there = new RowSum();
            long all = rows.get(table.name());
            each(to, table, page -> {
                page.forEach(there::add);
                listener.at("compare " + table.name(), there.rows(), all);
            });
            if (!there.is(sums.get(table.name()))) {
                throw new IllegalStateException("What was written into the table " + table.name() + " (" + there.rows()
                        + " rows) is not what was read (" + all + "): nothing was moved");
            }
        }
        for (Table table : Table.ALL) {
            if (table.ids()) {
                target.lastId(table.name(), source.lastId(table.name()));
            }
        }
        return rows;
    }

    private RowSum copy(Table table) throws SQLException {
        RowSum sum = new RowSum();
        long all = count(from, table);
        try (Prepared insert = to.prepare(table.columns().insertInto(table.name()))) {
            each(from, table, page -> {
                for (Object[] values : page) {
                    sum.add(values);
                    set(insert, table, values);
                    insert.addBatch();
                }
                insert.runBatch();
                listener.at(table.name(), sum.rows(), all);
            });
        }
        return sum;
    }

    private interface Pages {
        void take(List<Object[]> page) throws SQLException;
    }

    private static void each(Dialect dialect, Table table, Pages pages) throws SQLException {
        Columns columns = table.columns();
        try (Prepared first = dialect.prepare(table.first(PAGE));
                Prepared next = dialect.prepare(table.next(PAGE))) {
            List<Object[]> page = read(first.query(columns), table);
            while (!page.isEmpty()) {
                pages.take(page);
                if (page.size() < PAGE) {
                    return;
                }
                Object[] last = page.get(page.size() - 1);
                Object[] key = table.key().stream()
                        .map(k -> last[columns.place(k) - 1])
                        .toArray();
                page = read(next.query(columns, key), table);
            }
        }
    }

    private static List<Object[]> read(Row rows, Table table) throws SQLException {
        List<Object[]> page = new ArrayList<>();
        try (Row row = rows) {
            while (row.next()) {
                List<Object> values = new ArrayList<>();
                for (String column : table.numbers()) {
                    values.add(row.longerOrNull(column));
                }
                for (String column : table.texts()) {
                    values.add(row.text(column));
                }
                for (String column : table.octets()) {
                    values.add(row.octets(column));
                }
                for (String column : table.bodies()) {
                    values.add(row.object(column));
                }
                page.add(values.toArray());
            }
        }
        return page;
    }

    private static void set(Prepared insert, Table table, Object[] values) throws SQLException {
        int bodies = values.length - table.bodies().size();
        for (int i = 0; i < values.length; i++) {
            if (i < bodies) {
                insert.set(i + 1, values[i]);
            } else {
                insert.setBody(i + 1, values[i]);
            }
        }
    }
}
