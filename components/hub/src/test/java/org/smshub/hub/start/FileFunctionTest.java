package org.smshub.hub.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFunctionTest {

    @TempDir
    Path folder;

    private static String resolve(String text) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            return camel.resolvePropertyPlaceholders(text);
        }
    }

    @Test
    void whatStandsInAFileWithoutTheEndOfItsLine() throws Exception {
        Path file = Files.writeString(folder.resolve("orange"), " s3cret&word% \n");
        assertThat(resolve("RAW({{file:" + file + "}})")).isEqualTo("RAW( s3cret&word%)");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> resolve("{{file:/none/orange}}")).rootCause().hasMessageContaining("/none/orange");
    }
}
