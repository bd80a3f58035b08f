package org.smshub.it.nodes;

import java.util.List;
import java.util.Set;

/** What befalls one of the hubs, or the database. */
enum Fault {
    /** SIGKILL. */
    KILL(2) {
        @Override
        void strike(Hub hub, Pair pair) {
            hub.kill();
        }
    },
    /** SIGTERM. */
    STOP(2) {
        @Override
        void strike(Hub hub, Pair pair) throws Exception {
            hub.stop();
        }
    },
    /** SIGSTOP, and SIGCONT. */
    FREEZE(10) {
        @Override
        void strike(Hub hub, Pair pair) throws Exception {
            hub.freeze(true);
        }

        @Override
        void mend(Hub hub, Pair pair) throws Exception {
            hub.freeze(false);
        }
    },
    /** The hub's connections to the database end, and it gets no others. */
    CUT_DATABASE(10) {
        @Override
        void strike(Hub hub, Pair pair) {
            hub.toDatabase().forEach(Cable::cut);
        }

        @Override
        void mend(Hub hub, Pair pair) {
            hub.toDatabase().forEach(Cable::mend);
        }
    },
    /** Nothing passes between hub and database, and nobody is told. */
    SILENT_DATABASE(10) {
        @Override
        void strike(Hub hub, Pair pair) {
            hub.toDatabase().forEach(Cable::silence);
        }

        @Override
        void mend(Hub hub, Pair pair) {
            hub.toDatabase().forEach(Cable::mend);
        }
    },
    CUT_CENTRES(0) {
        @Override
        void strike(Hub hub, Pair pair) {
            hub.toCentres().forEach(Cable::cut);
        }

        @Override
        void mend(Hub hub, Pair pair) {
            hub.toCentres().forEach(Cable::mend);
        }
    },
    SILENT_CENTRES(0) {
        @Override
        void strike(Hub hub, Pair pair) {
            hub.toCentres().forEach(Cable::silence);
        }

        @Override
        void mend(Hub hub, Pair pair) {
            hub.toCentres().forEach(Cable::mend);
        }
    },
    RESTART_FAST(0) {
        @Override
        void strike(Hub hub, Pair pair) throws Exception {
            pair.restart(true);
        }
    },
    RESTART_IMMEDIATE(0) {
        @Override
        void strike(Hub hub, Pair pair) throws Exception {
            pair.restart(false);
        }
    },
    /** The primary is killed, its standby promoted. */
    FAILOVER(0) {
        @Override
        void strike(Hub hub, Pair pair) throws Exception {
            pair.failOver();
        }
    };

    private static final Set<Fault> OF_DATABASE = Set.of(RESTART_FAST, RESTART_IMMEDIATE, FAILOVER);
    private static final Set<Fault> AT_ONCE = Set.of(KILL, STOP, RESTART_FAST, RESTART_IMMEDIATE, FAILOVER);

    /** Seconds in which other hubs are to have the links of this one; 0 = it keeps them. */
    final int promised;

    Fault(int promised) {
        this.promised = promised;
    }

    boolean takesLinks() {
        return promised > 0;
    }

    abstract void strike(Hub hub, Pair pair) throws Exception;

    /** When its time is over. */
    void mend(Hub hub, Pair pair) throws Exception {}

    /** The hub's process ends by it. */
    boolean ends() {
        return this == KILL || this == STOP;
    }

    /** Not one hub's. */
    boolean isOfDatabase() {
        return OF_DATABASE.contains(this);
    }

    /** It lasts as long as the plan says. */
    boolean lasts() {
        return !AT_ONCE.contains(this);
    }

    static List<Fault> all() {
        return List.of(values());
    }
}
