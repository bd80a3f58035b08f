package org.smshub.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Classes that need each other's constants: whichever of those that others use comes first in a JVM, all of them are there. */
class FirstOfTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"Gsm7", "Encoding"})
    void everyEncodingIsThere(String first) throws Exception {
        URL classes = Encoding.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader fresh = new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
            Class.forName("org.smshub.text." + first, true, fresh);
            Class<?> encoding = fresh.loadClass("org.smshub.text.Encoding");
            for (String name : new String[] {"GSM7", "UCS2", "LATIN1", "ASCII", "UTF8"}) {
                assertThat(encoding.getField(name).get(null)).as(name).isNotNull();
            }
        }
    }
}
