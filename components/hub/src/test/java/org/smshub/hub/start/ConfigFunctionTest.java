package org.smshub.hub.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFunctionTest {

    @TempDir
    Path folder;

    @AfterEach
    void clear() {
        System.clearProperty("hub.config");
        System.clearProperty("hub.home");
    }

    private static String place(String name) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            return camel.resolvePropertyPlaceholders("{{config:" + name + "}}");
        }
    }

    @Test
    void anOwnFileGoesBeforeThePackages() throws Exception {
        Path shipped = Files.createDirectories(folder.resolve("home/config"));
        Path own = Files.createDirectory(folder.resolve("own"));
        Files.createFile(shipped.resolve("clients.yaml"));
        System.setProperty("hub.home", folder.resolve("home").toString());
        System.setProperty("hub.config", own.toString());
        assertThat(place("clients.yaml")).isEqualTo("file:" + shipped.resolve("clients.yaml"));
        Files.createFile(own.resolve("clients.yaml"));
        assertThat(place("clients.yaml")).isEqualTo("file:" + own.resolve("clients.yaml"));
        assertThat(place("none.yaml")).isEqualTo("file:" + own.resolve("none.yaml"));
    }

    @Test
    void inAnApplicationOfOnesOwnItIsOnTheClassPath() throws Exception {
        assertThat(place("clients.yaml")).isEqualTo("classpath:clients.yaml");
    }
}
