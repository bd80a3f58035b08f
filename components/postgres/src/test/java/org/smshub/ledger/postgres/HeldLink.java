package org.smshub.ledger.postgres;

import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;
import org.smshub.ledger.Ground;
import org.smshub.ledger.Ledger;
import org.smshub.ledger.commit.LedgerSettings;
import org.smshub.ledger.entry.Account;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Verdict;
import org.smshub.ledger.nodes.Holder;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.ledger.queue.LinkSettings;
import org.smshub.ledger.store.StoreMaker;
import org.smshub.link.IdForms;

/** A link of one of several hubs of a test, as its route has it: it is opened where the hub gains it. */
final class HeldLink implements Holder {

    final LinkQueue link;
    private final Ledger ledger;
    private final LinkSettings settings;
    private final Consumer<Claim> handed;

    HeldLink(Ledger ledger, LinkSettings settings, Consumer<Claim> handed) {
        this.ledger = ledger;
        this.settings = settings;
        this.handed = handed;
        link = ledger.declare(settings);
    }

    /** One of several hubs of a database. @param data where it keeps its name @param pins holdings that are to be with it */
    static Ledger hub(Path data, String url, Ground ground, Set<String> pins) {
        return new Ledger(
                new StoreMaker.Place(data, url, null, null, true), new LedgerSettings(200, 0, 0, 0, pins), ground);
    }

    /** @param rate parts a second, 0 = as many as it can */
    static LinkSettings settings(String name, int window, double rate) {
        return new LinkSettings(name, window, rate, 1, 10_000, 1_000, new Account(name, IdForms.SAFE, false));
    }

    @Override
    public void gained() {
        link.elsewhere(false, false);
        ledger.open(settings, new Verdict.Unknown(null, "hub:restart", "restarted"), handed);
    }

    @Override
    public void lost() {
        link.lost();
    }

    @Override
    public void ends() {
        link.close();
    }

    @Override
    public boolean hasEnded() {
        return link.inFlight() == 0;
    }
}
