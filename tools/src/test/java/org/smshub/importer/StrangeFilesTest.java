package org.smshub.importer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that somebody has cut, shuffled or made up: an import of them is made, or refused with one line; nothing else happens. */
class StrangeFilesTest {

    private static final String STRANGE = "={}[]()<>#\"'\\,;:|*?+.^$ \t/-0aé€\u0001";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kannel/smsc.d/10-north.conf",
                "kannel/smsc.d/20-others.conf",
                "jasmin/jcli.txt",
                "jasmin/script.txt",
                "smsd/smsd.conf"
            })
    void areImportedOrRefused(String name) throws Exception {
        String text;
        try (var in = StrangeFilesTest.class.getResourceAsStream(name)) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        int made = 0;
        for (int seed = 0; seed < 400; seed++) {
            String strange = strange(text, new Random(seed));
            Overlay overlay = new Overlay(
                    Set.of("hub.door.kannel", "hub.door.jasmin"),
                    Set.of("smpp-link", "ucp-link", "cimd2-link", "modem-link", "http-link"));
            try {
                Import.map(List.of(Source.of(Path.of("strange"), strange)), overlay);
                OverlayWriter.report(overlay, List.of());
                made++;
            } catch (Unreadable e) {
                assertThat(e.getMessage()).isNotBlank();
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + seed + ":\n" + strange, e);
            }
        }
        assertThat(made).as("most are still read").isGreaterThan(50);
    }

    private static String strange(String text, Random random) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        for (int i = random.nextInt(8) + 1; i > 0 && !lines.isEmpty(); i--) {
            int at = random.nextInt(lines.size());
            String line = lines.get(at);
            switch (random.nextInt(6)) {
                case 0 -> lines.remove(at);
                case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
                case 2 -> Collections.swap(lines, at, random.nextInt(lines.size()));
                case 3 -> lines.set(at, line.substring(0, random.nextInt(line.length() + 1)));
                default -> {
                    StringBuilder changed = new StringBuilder(line);
                    for (int n = random.nextInt(4) + 1; n > 0; n--) {
                        changed.insert(
                                random.nextInt(changed.length() + 1), STRANGE.charAt(random.nextInt(STRANGE.length())));
                    }
                    lines.set(at, changed.toString());
                }
            }
        }
        return String.join("\n", lines) + "\n";
    }
}
