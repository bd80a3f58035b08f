package org.smshub.ucp;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Time stamps that identify messages together with their recipient. They have seconds, so for a recipient who gets several
 * messages in one second the clock is put forward.
 */
final class UcpIds {

    /** How many recipients are remembered before those whose second is over are forgotten. */
    private static final int CROWD = 10_000;

    private final ZoneId zone;
    private final Map<String, LocalDateTime> last = new ConcurrentHashMap<>();
    private volatile int limit = CROWD;

    UcpIds(ZoneId zone) {
        this.zone = zone;
    }

    /** SCTS for a message to this recipient, unlike every other one for them. */
    String next(String recipient) {
        LocalDateTime now = LocalDateTime.now(zone).truncatedTo(ChronoUnit.SECONDS);
        if (last.size() > limit) {
            last.values().removeIf(used -> used.isBefore(now));
            limit = Math.max(CROWD, 2 * last.size());
        }
        return UcpTime.seconds(
                last.merge(recipient, now, (used, current) -> used.isBefore(current) ? current : used.plusSeconds(1)));
    }
}
