package org.smshub.hub.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberRowsTest {

    private static NumberRows read(String text) throws IOException {
        return NumberRows.read("numbers.csv", new StringReader(text));
    }

    private static String links(NumberRows rows, String number) {
        return rows.way(rows.find(number)).links(number);
    }

    @Test
    void theLongestPrefixAndOfThatTheCheapest() throws Exception {
        NumberRows rows = read("""
                # of our three centres
                prefix,links,cost,rule
                *,north,,
                +48,south reserve,0.021,poland
                +48,north,0.0209,
                +48,reserve,,
                +4860,south;north,0.019,
                12345,north,,
                """);
        assertThat(links(rows, "+48500100200")).isEqualTo("north,south,reserve");
        assertThat(rows.rule(rows.find("+48500100200"))).isEqualTo("poland");
        assertThat(links(rows, "+48600100200")).isEqualTo("south,north");
        assertThat(rows.rule(rows.find("+48600100200"))).isEqualTo("numbers +4860");
        assertThat(rows.line(rows.find("+48600100200"))).isEqualTo(7);
        assertThat(links(rows, "+49170100200")).isEqualTo("north");
        assertThat(rows.rule(rows.find("12346"))).isEqualTo("numbers *");
        assertThat(rows.rule(rows.find("12345"))).isEqualTo("numbers 12345");
    }

    @Test
    void weightsPartTheNumbersAndEachAlwaysTheSameWay() throws Exception {
        NumberRows rows = read("""
                prefix;links;cost;weight
                +48;north;0.02;4
                +48;south;0.020;1
                +48;reserve;0.03;7
                """);
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            String number = "+48600" + (100_000 + i);
            assertThat(links(rows, number)).isEqualTo(links(rows, number)).endsWith(",reserve");
            first.merge(links(rows, number), 1, Integer::sum);
        }
        assertThat(first.get("north,south,reserve")).isBetween(7_700, 8_300);
        assertThat(first.get("south,north,reserve")).isBetween(1_700, 2_300);
    }

    @Test
    void aSenderStandsInPlaceOfTheKindThatIsNamed() throws Exception {
        NumberRows rows = read("""
                prefix,links,sender,replaces
                +1,north,+15550100200,letters
                +2,north,ACME,
                +3,north,ACME,none
                +4,north,,
                """);
        assertThat(rows.way(rows.find("+1555")).replaces("ACME")).isTrue();
        assertThat(rows.way(rows.find("+1555")).replaces("+48600100200")).isFalse();
        assertThat(rows.way(rows.find("+1555")).replaces(null)).isTrue();
        assertThat(rows.way(rows.find("+2555")).replaces("12345")).isTrue();
        assertThat(rows.way(rows.find("+3555")).replaces("12345")).isFalse();
        assertThat(rows.way(rows.find("+3555")).replaces(null)).isTrue();
        assertThat(rows.way(rows.find("+4555")).replaces(null)).isFalse();
    }

    @Test
    void whatManyLinesSayStandsOnce() throws Exception {
        StringBuilder text = new StringBuilder("prefix,links,cost\n");
        for (int i = 0; i < 1_000; i++) {
            text.append("+48").append(1_000 + i).append(",north south,0.02\n");
        }
        NumberRows rows = read(text.toString());
        assertThat(rows.way(rows.find("+481000"))).isSameAs(rows.way(rows.find("+481999")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "2 | prefix,links\\n48,north | numbers.csv:2: no prefix of this table begins with +",
                "2 | prefix,links\\n+048,north | a prefix is + and up to 15 digits",
                "3 | prefix,links\\n+48,north\\n+49, | links are names",
                "3 | prefix,links,cost\\n+48,north,0.1\\n+48,south,0,2 | 4 cells, and the header has 3",
                "2 | prefix,links,cost\\n+48,north,cheap | a cost is a number such as 0.021",
                "2 | prefix,links,weight\\n+48,north,0 | a weight is 1 to 1000",
                "2 | prefix,links,rate\\n+48,north,0 | a rate is messages a second",
                "2 | prefix,links,sender\\n+48,north,TOO LONG A NAME | is no sender",
                "2 | prefix,links,sender,replaces\\n+48,north,ACME,some | replaces is any, letters",
                "2 | prefix,links,sender,replaces\\n+48,north,,any | and there is none",
                "3 | prefix,links,sender\\n+48,north,ACME\\n+48,south,OTHER | stand in its first line (line 2)",
                "3 | prefix,links\\n+48,north\\n+48,- | nothing is to be sent there",
                "1 | prefix,link\\n+48,north | there is no column 'link'; there are prefix, links, cost",
                "1 | prefix\\n+48 | the column links is missing",
                "1 | prefix,links,links\\n+48,a,b | stands there twice",
                "2 | prefix,links\\n+48,`north`x\" | a double quote is open",
                "1 | # nothing | the first line names the columns"
            })
    void whatIsWrongIsNamedWithItsLine(int line, String text, String words) {
        assertThatThrownBy(() -> read(text.replace("\\n", "\n")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("numbers.csv:" + line + ": ")
                .hasMessageContaining(words);
    }

    @Property
    void anyTextIsReadOrRefusedByLine(@ForAll String text) throws IOException {
        for (String all : new String[] {text, "prefix,links\n" + text, "prefix,links,cost\n+48," + text}) {
            try {
                read(all);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageStartingWith("numbers.csv:");
            }
        }
    }
}
