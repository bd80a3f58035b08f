package org.smshub.simulate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Something that a seed plans for its world. @param number of its kind @param at nanoseconds */
record Op(Kind kind, int number, long at) {

    enum Kind {
        POST,
        INCOMING,
        ALERT,
        CANCEL,
        REPLACE,
        REROUTE,
        KILL,
        POWER,
        STOP,
        DROP,
        CLOSE,
        CLOCK,
        STATEMENT,
        FULL
    }

    /** All that the seed plans, in the order it happens. */
    static List<Op> of(long seed, Mixture mixture) {
        List<Op> ops = new ArrayList<>();
        add(ops, seed, mixture, Kind.POST, mixture.messages);
        add(ops, seed, mixture, Kind.INCOMING, mixture.incoming);
        add(ops, seed, mixture, Kind.ALERT, mixture.alerts);
        add(ops, seed, mixture, Kind.CANCEL, mixture.cancels);
        add(ops, seed, mixture, Kind.REPLACE, mixture.replaces);
        add(ops, seed, mixture, Kind.REROUTE, mixture.reroutes);
        add(ops, seed, mixture, Kind.KILL, mixture.kills);
        add(ops, seed, mixture, Kind.POWER, mixture.powerCuts);
        add(ops, seed, mixture, Kind.STOP, mixture.stops);
        add(ops, seed, mixture, Kind.DROP, mixture.drops);
        add(ops, seed, mixture, Kind.CLOSE, mixture.closings);
        add(ops, seed, mixture, Kind.CLOCK, mixture.jumps);
        add(ops, seed, mixture, Kind.STATEMENT, mixture.statementFaults);
        add(ops, seed, mixture, Kind.FULL, mixture.fullDisks);
        ops.sort(Comparator.comparingLong(Op::at).thenComparing(Op::kind).thenComparing(Op::number));
        return ops;
    }

    private static void add(List<Op> ops, long seed, Mixture mixture, Kind kind, int count) {
        for (int i = 0; i < count; i++) {
            Dice dice = Dice.of(seed, "when " + kind + i);
            // some at the same moment
            long at = dice.chance(0.2)
                    ? Clock.SECOND
                    : (long) (mixture.seconds * Clock.SECOND * dice.random().nextDouble());
            ops.add(new Op(kind, i, at));
        }
    }

    /** Dice of its own. */
    Dice dice(long seed) {
        return Dice.of(seed, kind.name() + number);
    }
}
