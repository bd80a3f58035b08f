package org.smshub.ledger;

import org.smshub.ledger.crew.Crew;
import org.smshub.ledger.crew.Workers;
import org.smshub.ledger.store.StoreMaker;
import org.smshub.link.nature.Nature;

/** What a ledger stands on: the machine, its database and its threads; or what a simulation puts in their place. */
public interface Ground {

    /** Threads at most of what follows commits. */
    int MOST_FOLLOWERS = 256;

    /** The machine. */
    Ground MACHINE = new Ground() {};

    /** The time, and chance. */
    default Nature nature() {
        return Nature.REAL;
    }

    /** Opens the ledger's database. */
    default StoreMaker maker(StoreMaker.Place place) {
        return StoreMaker.of(place);
    }

    /** A crew for one ledger. */
    default Crew crew() {
        return new Workers(MOST_FOLLOWERS);
    }

    /** Whether the ledger has threads of its own; else somebody calls {@link Ledger#step} and {@link Ledger#refresh}. */
    default boolean hasThreads() {
        return true;
    }
}
