package org.smshub.line;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Time stamps that identify messages together with their recipient. They have seconds, so for a recipient who gets several
 * messages in one second the clock is put forward.
 */
public final class TimeIds {

    /** How many recipients are remembered before those whose second is over are forgotten. */
    private static final int CROWD = 10_000;

    private final ZoneId zone;
    private final DateTimeFormatter format;
    private final Map<String, LocalDateTime> last = new ConcurrentHashMap<>();
    private volatile int limit = CROWD;

    /** @param format of the time stamp, to the second */
    public TimeIds(ZoneId zone, DateTimeFormatter format) {
        this.zone = zone;
        this.format = format;
    }

    /** The time stamp of a message to this recipient, unlike every other one for them. */
    public String next(String recipient) {
        LocalDateTime now = LocalDateTime.now(zone).truncatedTo(ChronoUnit.SECONDS);
        if (last.size() > limit) {
            last.values().removeIf(used -> used.isBefore(now));
            limit = Math.max(CROWD, 2 * last.size());
        }
        return format.format(
                last.merge(recipient, now, (used, current) -> used.isBefore(current) ? current : used.plusSeconds(1)));
    }
}
