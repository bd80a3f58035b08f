package org.smshub.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.smshub.ledger.LedgerComponent;
import org.smshub.ledger.store.sqlite.SqliteStoreMaker;

/** An address finds who opens it, and nothing of it that may be secret is told. */
class StoreMakerTest {

    private static StoreMaker.Place at(String url) {
        return new StoreMaker.Place(Path.of("data"), url, "hub", "sesame");
    }

    @Test
    void noAddressIsAFileInTheFolder() {
        assertThat(StoreMaker.of(at(null))).isInstanceOf(SqliteStoreMaker.class);
        assertThat(at(null)).hasToString(Path.of("data").toAbsolutePath().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:nosql://db/ledger?user=sesame",
                "nosql:hub:sesame@db//",
                "sesame",
                "//db:1234/?pwd=sesame",
                "jdbc:nosql:db?pwd=sesame"
            })
    void anAddressThatNoJarKnowsIsNamedByItsSchemeAlone(String url) {
        assertThatThrownBy(() -> StoreMaker.of(at(url)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("hub.ledger.url")
                .hasMessageContaining("smshub-postgres")
                .hasMessageNotContaining("sesame");
        assertThat(at(url).toString()).doesNotContain("sesame");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"jdbc:postgresql://hub:sesame@db/ledger", "jdbc:postgresql://db:1234/ledger?Password=sesame"})
    void aPasswordHasAPlaceOfItsOwn(String url) {
        assertThatThrownBy(() -> StoreMaker.of(at(url)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("hub.ledger.password")
                .hasMessageNotContaining("sesame");
        assertThat(at(url).toString()).doesNotContain("sesame");
    }

    @Test
    void theComponentRefusesItBeforeItStarts() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            LedgerComponent component = new LedgerComponent(camel);
            component.setUrl(" ");
            component.init();
        }
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            LedgerComponent component = new LedgerComponent(camel);
            component.setUrl("jdbc:nosql://db/sesame");
            assertThatThrownBy(component::init)
                    .hasStackTraceContaining("begins with jdbc:nosql://,")
                    .hasMessageNotContaining("sesame");
        }
    }
}
