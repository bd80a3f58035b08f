package org.smshub.ledger;

import com.github.f4b6a3.ulid.UlidCreator;
import java.util.List;

/** Parts to write, with what a test cares about. */
final class Parts {

    static final String LINK = "a";

    private Parts() {}

    static String id() {
        return UlidCreator.getMonotonicUlid().toString();
    }

    static List<Submission> one(String id) {
        return List.of(part(id, 1, 1, null, 1, LINK, 0, null));
    }

    static List<Submission> one(String id, int priority, long due, Long expires) {
        return List.of(part(id, 1, 1, null, priority, LINK, due, expires));
    }

    static List<Submission> withRef(String id, String ref) {
        return List.of(part(id, 1, 1, ref, 1, LINK, 0, null));
    }

    static List<Submission> on(String id, String links) {
        return List.of(part(id, 1, 1, null, 1, links, 0, null));
    }

    static Submission part(
            String id, int part, int parts, String ref, int priority, String links, long due, Long expires) {
        long now = System.currentTimeMillis();
        return new Submission(
                id,
                part,
                parts,
                "client",
                ref,
                "ACME",
                "+48600100200",
                "text",
                "GSM7",
                null,
                null,
                null,
                null,
                "FINAL",
                priority,
                links,
                due == 0 ? now : due,
                expires,
                now,
                null);
    }

    static Submission heardBy(String consumer, String id, String client, String receipt, int part, int parts) {
        long now = System.currentTimeMillis();
        return new Submission(
                id,
                part,
                parts,
                client,
                null,
                "ACME",
                "+48600100200",
                "text",
                "GSM7",
                null,
                null,
                null,
                null,
                receipt,
                1,
                LINK,
                now,
                null,
                now,
                receipt.equals("NONE") ? null : consumer);
    }

    static Submission until(long expires, String consumer) {
        long now = System.currentTimeMillis();
        return new Submission(
                id(),
                1,
                1,
                "shop",
                null,
                "ACME",
                "+48600100200",
                "text",
                "GSM7",
                null,
                null,
                null,
                null,
                "FINAL",
                1,
                LINK,
                now,
                expires,
                now,
                consumer);
    }

    static Receipt receipt(String remoteId, PartState state) {
        long now = System.currentTimeMillis();
        return new Receipt(LINK, remoteId, state, "+48600100200", null, now, now);
    }
}
