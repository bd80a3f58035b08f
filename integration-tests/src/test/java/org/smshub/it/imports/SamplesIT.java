package org.smshub.it.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.bench.HubSite;
import org.smshub.importer.Import;
import org.smshub.it.Packaged;

/** What is imported of each product is a configuration that {@code ./hub check} has nothing against, with every kind of link in it. */
@Timeout(180)
class SamplesIT {

    @TempDir
    Path folder;

    private Path sample(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        try (InputStream sample = Import.class.getResourceAsStream(name)) {
            Files.copy(sample, file);
        }
        return file;
    }

    @ParameterizedTest
    @CsvSource({
        "kannel/kannel.conf, ends with 1, smsc sim is the link sim",
        "smsd/smsd.conf, ends with 1, [GSM3] is the link GSM3",
        "jasmin/script.txt, ends with 0, Every line has its counterpart.",
    })
    void passesTheCheck(String name, String end, String said) throws Exception {
        sample("kannel/smsc.d/10-north.conf");
        sample("kannel/smsc.d/20-others.conf");
        Path file = sample(name);
        try (HubSite site = HubSite.ofItsOwn(Packaged.home())) {
            assertThat(Imported.into(site, file)).contains(said).endsWith(end);
            assertThat(Imported.run(site, "check", "--config", site.config().toString()))
                    .endsWith("ends with 0");
        }
    }
}
