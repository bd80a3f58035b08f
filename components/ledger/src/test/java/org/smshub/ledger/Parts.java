package org.smshub.ledger;

import com.github.f4b6a3.ulid.UlidCreator;
import java.util.List;
import org.smshub.ledger.store.Submission;

/** Parts to write, with what a test cares about. */
public final class Parts {

    public static final String LINK = "a";

    private Parts() {}

    public static String id() {
        return UlidCreator.getMonotonicUlid().toString();
    }

    public static List<Submission> one(String id) {
        return List.of(part(id, 1, 1, null, 1, LINK, 0, null));
    }

    public static List<Submission> one(String id, int priority, long due, Long expires) {
        return List.of(part(id, 1, 1, null, priority, LINK, due, expires));
    }

    public static List<Submission> withRef(String id, String ref) {
        return List.of(part(id, 1, 1, ref, 1, LINK, 0, null));
    }

    public static List<Submission> on(String id, String links) {
        return List.of(part(id, 1, 1, null, 1, links, 0, null));
    }

    public static Submission part(
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
                null,
                null);
    }

    public static Submission heardBy(String consumer, String id, String client, String receipt, int part, int parts) {
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
                receipt.equals("NONE") ? null : consumer,
                null);
    }

    public static Submission until(long expires, String consumer) {
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
                consumer,
                null);
    }
}
