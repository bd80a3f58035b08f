package org.smshub.it.centre;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a hub printed. */
final class HubLog {

    private static final Pattern RECORD =
            Pattern.compile("(\\d\\d:\\d\\d:\\d\\d\\.\\d{3}) (WARN|ERROR|INFO|DEBUG) +(.*)");
    private static final Duration MINUTE = Duration.ofSeconds(60);

    private HubLog() {}

    /**
     * Warnings of a link that say the same twice within a minute, and those of more than one line. Two say the same when they differ in
     * numbers alone.
     */
    static List<String> noise(Path log, String link, int port) throws IOException {
        Pattern about = Pattern.compile(Pattern.quote(link) + "(?![\\w-])|:" + port + "\\b");
        Map<String, LocalTime> told = new HashMap<>();
        List<String> noise = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(log)) {
            Matcher record = RECORD.matcher(line);
            if (!record.matches()) {
                // the welcome text is no record, and begins with an empty line
                inside &= !line.isBlank();
                if (inside) {
                    noise.add(line);
                }
                continue;
            }
            inside =
                    record.group(2).matches("WARN|ERROR") && about.matcher(line).find();
            if (inside) {
                LocalTime time = LocalTime.parse(record.group(1));
                LocalTime before = told.put(record.group(3).replaceAll("\\d+", "#"), time);
                if (before != null && Duration.between(before, time).compareTo(MINUTE) < 0) {
                    noise.add(line);
                }
            }
        }
        return noise;
    }
}
