package org.smshub.hub.api.status;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.smshub.ledger.Ledger;
import org.smshub.ledger.Searches;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.entry.MessageView;
import org.smshub.ledger.entry.Search;

/** What of the last hour needs a person, by searches with a bound; what was found is told for some seconds to whoever asks, and looked for again beside. */
final class Needs {

    private static final List<String> FAILED = List.of("FAILED", "REJECTED", "UNDELIVERABLE", "EXPIRED");
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long HOLDS = Duration.ofSeconds(5).toNanos();
    private static final Duration BUDGET = Duration.ofMillis(40);

    /** Messages of a state that are looked at. */
    private static final int MOST = 500;

    /** @param state it ended in @param code the protocol's own, or null */
    record Reason(String state, String code, int messages) {}

    /** @param more whether there may be more than were looked at */
    record Found(List<Reason> failed, int unknown, boolean more) {}

    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Found found;
    private volatile long at;

    /** What was found last. Where that was a while ago it is looked for beside, so that who asks waits the first time alone. */
    Found of(Ledger ledger, Executor beside) {
        Found now = found;
        if (now == null) {
            look(ledger);
            now = found;
        } else if (System.nanoTime() - at > HOLDS && looking.compareAndSet(false, true)) {
            beside.execute(() -> {
                try {
                    look(ledger);
                } finally {
                    looking.set(false);
                }
            });
        }
        return now;
    }

    private void look(Ledger ledger) {
        try {
            found = look(ledger.searches());
        } catch (LedgerException e) {
            // others search: what was found before is told
            found = found == null ? new Found(List.of(), 0, true) : found;
        }
        at = System.nanoTime();
    }

    private static Found look(Searches searches) throws LedgerException {
        Map<Reason, Integer> counts = new LinkedHashMap<>();
        boolean more = false;
        for (String state : FAILED) {
            Search.Page<MessageView> page = page(searches, state);
            more |= page.next() != null;
            for (MessageView message : page.found()) {
                String code = message.parts().stream()
                        .map(MessageView.PartView::errorCode)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
                counts.merge(new Reason(state, code, 0), 1, Integer::sum);
            }
        }
        Search.Page<MessageView> unknown = page(searches, "UNKNOWN");
        List<Reason> reasons = new ArrayList<>();
        counts.forEach((reason, count) -> reasons.add(new Reason(reason.state(), reason.code(), count)));
        reasons.sort(Comparator.comparingInt(Reason::messages).reversed());
        return new Found(reasons, unknown.found().size(), more || unknown.next() != null);
    }

    private static Search.Page<MessageView> page(Searches searches, String state) throws LedgerException {
        Search.Filter filter =
                new Search.Filter(null, null, null, null, state, null, null, System.currentTimeMillis() - HOUR, null);
        return searches.find(filter, null, MOST, BUDGET);
    }
}
