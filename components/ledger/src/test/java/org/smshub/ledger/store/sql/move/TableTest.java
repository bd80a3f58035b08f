package org.smshub.ledger.store.sql.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.smshub.ledger.store.sqlite.SqliteUnderTest;

/** Whatever a migration adds is moved, too. */
class TableTest {

    @Test
    void eachTableIsMovedWithAllItsColumns() throws Exception {
        SqliteUnderTest under = new SqliteUnderTest();
        under.open();
        Map<String, TreeSet<String>> there = new TreeMap<>();
        try (Connection connection = under.connection();
                Statement ask = connection.createStatement();
                ResultSet row = ask.executeQuery(
                        "select m.name, c.name from sqlite_schema m, pragma_table_info(m.name) c"
                                + " where m.type = 'table' and m.name not like 'sqlite_%' and m.name not like 'flyway_%'")) {
            while (row.next()) {
                there.computeIfAbsent(row.getString(1), t -> new TreeSet<>()).add(row.getString(2));
            }
        }
        under.close();
        assertThat(there).hasSizeGreaterThan(10);
        assertThat(Table.ALL.stream().collect(Collectors.toMap(Table::name, t -> new TreeSet<>(t.all()))))
                .isEqualTo(there);
    }

    @Test
    void aSumTellsRowsApartWhateverTheirOrder() {
        RowSum one = sum(new Object[] {1L, "a", null}, new Object[] {2L, "b", new byte[] {1}});
        assertThat(one.is(sum(new Object[] {2L, "b", new byte[] {1}}, new Object[] {1L, "a", null})))
                .isTrue();
        List<Object[]> others = new ArrayList<>();
        others.add(new Object[] {1L, "a", ""});
        others.add(new Object[] {1L, "a", new byte[0]});
        others.add(new Object[] {1L, "aa", null});
        others.add(new Object[] {257L, "a", null});
        others.add(new Object[] {null, "a", null});
        for (Object[] other : others) {
            assertThat(one.is(sum(other, new Object[] {2L, "b", new byte[] {1}})))
                    .isFalse();
        }
        assertThat(one.is(sum(new Object[] {1L, "a", null}))).isFalse();
    }

    private static RowSum sum(Object[]... rows) {
        RowSum sum = new RowSum();
        for (Object[] row : rows) {
            sum.add(row);
        }
        return sum;
    }
}
