package org.smshub.hub.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.spi.PropertiesFunction;

/** {@code {{file:/run/secrets/orange}}} in a property is what stands in that file, without the end of its line. */
@org.apache.camel.spi.annotations.PropertiesFunction("file")
public class FileFunction implements PropertiesFunction {

    /** A secret is a line; who names something else has named the wrong file. */
    private static final int MOST = 65_536;

    @Override
    public String getName() {
        return "file";
    }

    @Override
    public String apply(String remainder) {
        Path file = Path.of(remainder.trim()).toAbsolutePath();
        try {
            if (Files.size(file) > MOST) {
                throw new IllegalArgumentException(
                        "{{file:" + remainder + "}}: " + file + " is longer than " + MOST + " octets");
            }
            return Files.readString(file).stripTrailing();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "{{file:" + remainder + "}}: " + file + " cannot be read (" + e
                            + "); make it, readable by the hub's user",
                    e);
        }
    }
}
