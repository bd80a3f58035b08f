package org.smshub.hub.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".x", "../x.csv", "a/b.csv", "a\\b", "${bean:x}.csv", "$simple{x}", "a\nb.csv", "a\u0000"})
    void namesThatAreNotTaken(String name) {
        assertThat(FileNames.wrong(name)).isNotNull();
        assertThat(FileNames.wrong("orders $5 (1).csv")).isNull();
        assertThat(FileNames.wrong("x".repeat(201))).contains("longer than");
    }
}
