package org.smshub.hub.http.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {

    private final Pages pages = new Pages();

    @Test
    void itsOwnFiles() {
        assertThat(pages.of("/").type()).isEqualTo("text/html; charset=utf-8");
        assertThat(pages.of("/").content().toString(StandardCharsets.UTF_8)).startsWith("<!doctype html>");
        assertThat(pages.of("/texts.en.js").type()).isEqualTo("text/javascript; charset=utf-8");
        assertThat(pages.of("/main.js").tag()).isNotEqualTo(pages.of("/dom.js").tag());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/Console.class",
                "/../Console.class",
                "/..%2fhub.css",
                "//index.html",
                "/./index.html",
                "/console/index.html",
                "/index.html/",
                "/INDEX.HTML",
                "/clients.yaml",
                "/application.properties",
                "/META-INF/MANIFEST.MF",
                "/none.js",
                "/a..js",
                "/main.js\u0000.css"
            })
    void nothingElse(String path) {
        assertThat(pages.of(path)).isNull();
    }
}
