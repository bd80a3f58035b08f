package org.smshub.hub.headers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultMessage;
import org.apache.camel.util.CaseInsensitiveMap;
import org.junit.jupiter.api.Test;
import org.smshub.link.SmsHeaders;

class SmsHeaderMapTest {

    /** Something done to a map. */
    record Step(String what, String key, Object value) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<String> keys = Arbitraries.of(
                SmsHeaders.TO,
                "smsto",
                "SMSTO",
                SmsHeaders.FROM,
                SmsHeaders.CLASS,
                "Content-Type",
                "content-type",
                "s",
                "");
        Arbitrary<Object> values =
                Arbitraries.of("a", "b", 1).map(Object.class::cast).injectNull(0.2);
        Arbitrary<String> whats = Arbitraries.of("put", "put", "put", "remove", "drop", "change", "clear", "copy");
        return net.jqwik.api.Combinators.combine(whats, keys, values)
                .as(Step::new)
                .list()
                .ofMaxSize(40);
    }

    /** Key by key the same as Camel's own map, whatever is done to both. */
    @Property
    void itIsCamelsMapToWhoUsesIt(@ForAll("steps") List<Step> steps) {
        Map<String, Object> ours = new SmsHeaderMap();
        Map<String, Object> theirs = new CaseInsensitiveMap();
        for (Step step : steps) {
            switch (step.what()) {
                case "put" ->
                    assertThat(ours.put(step.key(), step.value())).isEqualTo(theirs.put(step.key(), step.value()));
                case "remove" -> assertThat(ours.remove(step.key())).isEqualTo(theirs.remove(step.key()));
                case "drop" -> {
                    ours.entrySet().removeIf(e -> e.getKey().equalsIgnoreCase(step.key()));
                    theirs.entrySet().removeIf(e -> e.getKey().equalsIgnoreCase(step.key()));
                }
                case "change" -> {
                    ours.entrySet().forEach(e -> e.setValue(step.value()));
                    theirs.entrySet().forEach(e -> e.setValue(step.value()));
                }
                case "clear" -> {
                    ours.clear();
                    theirs.clear();
                }
                default -> ours = new SmsHeaderMap(ours);
            }
            assertThat(ours.size()).isEqualTo(theirs.size());
            assertThat(ours.isEmpty()).isEqualTo(theirs.isEmpty());
            assertThat(new CaseInsensitiveMap(ours)).isEqualTo(theirs);
            assertThat(ours.get(step.key())).isEqualTo(theirs.get(step.key()));
            assertThat(ours.containsKey(step.key())).isEqualTo(theirs.containsKey(step.key()));
        }
    }

    @Test
    void aCopyIsAnother() {
        SmsHeaderMap map = new SmsHeaderMap();
        map.put(SmsHeaders.TO, "1");
        map.put("own", "2");
        Map<String, Object> copy = new SmsHeaderMap(map);
        map.put(SmsHeaders.TO, "3");
        map.put("own", "4");
        assertThat(copy).containsOnly(Map.entry(SmsHeaders.TO, "1"), Map.entry("own", "2"));
    }

    @Test
    void itsIteratorEnds() {
        Iterator<Map.Entry<String, Object>> none = new SmsHeaderMap().entrySet().iterator();
        assertThat(none.hasNext()).isFalse();
        assertThatThrownBy(none::next).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(none::remove).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void everyMessageOfTheHubHasOne() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            DefaultMessage message = new DefaultMessage(context);
            message.setHeader("smsTO", "1");
            assertThat(message.getHeaders()).isInstanceOf(SmsHeaderMap.class);
            assertThat(new ArrayList<>(message.getHeaders().keySet())).containsExactly(SmsHeaders.TO);
            message.setHeaders(new CaseInsensitiveMap(Map.of("a", 1)));
            assertThat(message.getHeaders()).isInstanceOf(SmsHeaderMap.class).containsEntry("a", 1);
        }
    }
}
