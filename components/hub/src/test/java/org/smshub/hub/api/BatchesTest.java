package org.smshub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.hub.RefusedException;

class BatchesTest {

    private static final CamelContext CONTEXT = new DefaultCamelContext();
    private final Batches batches = new Batches();

    private List<?> records(String json) throws RefusedException {
        Exchange exchange = new DefaultExchange(CONTEXT);
        exchange.getMessage().setBody(json);
        batches.read(exchange);
        return exchange.getMessage().getBody(List.class);
    }

    @Test
    void whatAllHaveStandsBesideWhatEachHas() throws Exception {
        assertThat(
                        records(
                                "{\"text\":\"t\",\"priority\":0,\"messages\":[{\"to\":\"1\"},{\"to\":\"2\",\"priority\":3},7]}"))
                .isEqualTo(List.of(
                        Map.of("text", "t", "priority", 0, "to", "1"),
                        Map.of("text", "t", "priority", 3, "to", "2"),
                        "no object"));
        assertThat(records("{\"text\":\"t\",\"recipients\":[\"1\",\"2\"]}"))
                .isEqualTo(List.of(Map.of("text", "t", "to", "1"), Map.of("text", "t", "to", "2")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"text\":\"t\"}|messages",
                "{\"messages\":[],\"recipients\":[]}|messages",
                "{\"messages\":[]}|messages",
                "{\"recipients\":{}}|recipients",
                "{\"recipients\":[\"1\"],\"ref\":\"r\"}|ref"
            })
    void whatIsNoBatchIsRefused(String json, String field) {
        assertThat(catchThrowableOfType(RefusedException.class, () -> records(json))
                        .getField())
                .isEqualTo(field);
    }

    @Test
    void moreThanAThousandAreTooMany() {
        String many = "\"1\",".repeat(1_000);
        assertThat(catchThrowableOfType(RefusedException.class, () -> records("{\"recipients\":[" + many + "\"1\"]}"))
                        .getField())
                .isEqualTo("recipients");
    }

    @Test
    void aFieldStandsForWhatItIsCalled() throws Exception {
        assertThat(Batches.filled("{{a}} {{ b.c }} {{a}} {d} $1", Map.of("a", "x$2\\", "b.c", 7)))
                .isEqualTo("x$2\\ 7 x$2\\ {d} $1");
        assertThat(catchThrowableOfType(RefusedException.class, () -> Batches.filled("{{a}}", Map.of()))
                        .getField())
                .isEqualTo("fields.a");
        assertThat(catchThrowableOfType(RefusedException.class, () -> Batches.filled("{{a}}", Map.of("a", List.of())))
                        .getField())
                .isEqualTo("fields.a");
    }
}
