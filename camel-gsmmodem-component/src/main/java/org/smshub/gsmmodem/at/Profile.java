package org.smshub.gsmmodem.at;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is odd about the modems of a family. The table, with its sources, is {@code profiles.properties}: one more family is
 * a few lines there.
 *
 * @param cardNumber commands that ask for the number of the SIM card, until one tells it
 * @param init commands for the start; one that is refused does no harm
 * @param gap milliseconds between the end of a command and the next one
 * @param chunk octets that are written at once, 0 = all
 * @param chunkGap milliseconds between two chunks
 * @param indications values of AT+CNMI to try first
 * @param storage where it stores messages, null = as it is set
 * @param pinCounter asks how many tries of the PIN are left, null = by the standard's command
 * @param pinAt place of that number in the answer, from 0
 * @param centrePrefix whether a PDU begins with the centre's address
 * @param packedUssd whether service codes and their answers are packed septets in hex
 */
public record Profile(
        String name,
        List<String> cardNumber,
        List<String> init,
        int gap,
        int chunk,
        int chunkGap,
        List<String> indications,
        String storage,
        String pinCounter,
        int pinAt,
        boolean centrePrefix,
        boolean packedUssd) {

    private static final String TABLE = "/org/smshub/gsmmodem/profiles.properties";
    private static final Properties LINES = new Properties();

    static {
        try (InputStream in = Profile.class.getResourceAsStream(TABLE)) {
            LINES.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static final Profile STANDARD = named("standard");

    /** Names of the families. */
    public static Set<String> names() {
        Set<String> names = new TreeSet<>();
        LINES.stringPropertyNames().forEach(key -> names.add(key.substring(0, key.indexOf('.'))));
        return names;
    }

    /** The family of a modem by what it says of itself: the one with the longest word that is in it. */
    public static Profile of(String maker, String model) {
        String both = (maker + " " + model).toLowerCase(Locale.ROOT);
        String best = "standard";
        int length = 0;
        for (String name : names()) {
            for (String word : list(name, "match")) {
                if (both.contains(word) && word.length() > length) {
                    best = name;
                    length = word.length();
                }
            }
        }
        return named(best);
    }

    /** @throws IllegalArgumentException naming those there are */
    public static Profile named(String name) {
        if (!names().contains(name)) {
            throw new IllegalArgumentException("profile is one of " + String.join(", ", names()) + ", not " + name);
        }
        return new Profile(
                name,
                list(name, "cardNumber"),
                list(name, "init"),
                number(name, "gap"),
                number(name, "chunk"),
                number(name, "chunkGap"),
                list(name, "indications"),
                value(name, "storage"),
                value(name, "pinCounter"),
                number(name, "pinAt"),
                !"false".equals(value(name, "centrePrefix")),
                "true".equals(value(name, "packedUssd")));
    }

    private static String value(String name, String key) {
        return LINES.getProperty(name + "." + key, LINES.getProperty("standard." + key));
    }

    private static int number(String name, String key) {
        return Integer.parseInt(value(name, key));
    }

    private static List<String> list(String name, String key) {
        String value = key.equals("match") ? LINES.getProperty(name + ".match") : value(name, key);
        return value == null || value.isBlank()
                ? List.of()
                : Arrays.stream(value.split(";")).map(String::strip).toList();
    }
}
