package org.smshub.ledger;

import com.github.f4b6a3.ulid.UlidCreator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.smshub.ledger.commit.LedgerSettings;
import org.smshub.ledger.entry.Account;
import org.smshub.ledger.entry.PartState;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.queue.LinkSettings;
import org.smshub.link.IdForms;

/** Parts to write, with what a test cares about. */
public final class Parts {

    public static final String LINK = "a";

    static final LedgerSettings SETTINGS = new LedgerSettings(200, 0, 0, 0);

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

    static LinkSettings link(String name, int window, double rate) {
        return new LinkSettings(name, window, rate, 1, 600_000, 120_000, new Account(name, IdForms.SAFE, false));
    }

    static CompletableFuture<Boolean> receipt(Ledger ledger, String remoteId, PartState state) {
        return ledger.receipt(LINK, List.of(remoteId), state, "+48600100200", null, System.currentTimeMillis());
    }
}
