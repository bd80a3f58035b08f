package org.smshub.simulate;

import java.util.ArrayList;
import java.util.List;

/**
 * What a world is like: drawn anew by each seed, each fault absent from half of the worlds, so that rare combinations get
 * whole worlds of their own. Shares are between 0 and 1.
 */
final class Mixture {

    /** A link and its centre. @param budget 0 = none @param restAfter 0 = never */
    record Link(
            String name,
            String account,
            int window,
            double rate,
            boolean hold,
            long failoverAfter,
            int budget,
            int restAfter) {}

    final List<Link> links = new ArrayList<>();
    final int messages;
    final int clients;
    final int incoming;
    final int alerts;
    final int cancels;
    final int replaces;
    final int reroutes;

    /** How long there are faults, in seconds. */
    final int seconds;

    // of the applications
    final double withoutReference;
    final double givesUp;
    final double batches;
    final double repeats;
    final double long_;
    final double deferred;
    final double deadline;
    final boolean fewNumbers;
    final double deaf;
    final double refusesEvents;

    // of the centres
    final double retryable;
    final double permanent;
    final double barred;
    final double throttled;
    final double silent;
    final double answersLate;
    final double answersTwice;
    final double answersWithoutId;
    final boolean fewIds;
    final long slowMillis;
    final double receiptsNone;
    final double receiptsEarly;
    final double receiptsLate;
    final double receiptsTwice;
    final double receiptsContradict;
    final double receiptsBuffered;
    final double receiptsBad;
    final double receiptsWithoutNumber;

    // of the lines
    final double notWritten;
    final double lostOnTheWay;
    final double stepFails;

    // of the machine
    final int kills;
    final int powerCuts;
    final int stops;
    final int drops;
    final int closings;
    final int jumps;
    final int statementFaults;
    final int fullDisks;
    final double slowDisk;
    final double atOnce;
    final double rare;

    /** Whether parts leave on the loop that reads the line. */
    final boolean onLoop;

    final long keepMessages;
    final long receiptPatience;

    /** How long a long message for an application waits for its next part, in milliseconds. */
    final long incomingTimeout;

    Mixture(long seed) {
        Dice dice = Dice.of(seed, "mixture");
        int count = dice.between(1, 3);
        boolean oneAccount = dice.chance(0.3);
        for (int i = 0; i < count; i++) {
            links.add(new Link(
                    String.valueOf((char) ('a' + i)),
                    oneAccount ? "one" : String.valueOf((char) ('a' + i)),
                    dice.one(1, 2, 5, 10),
                    dice.chance(0.3) ? dice.one(1, 5, 20) : 0,
                    dice.chance(0.7),
                    dice.one(0, 1_000, 10_000),
                    dice.chance(0.1) ? dice.one(1, 5, 20) : 0,
                    dice.chance(0.2) ? dice.one(1, 3) : 0));
        }
        messages = dice.between(3, 30);
        clients = dice.between(1, 3);
        incoming = dice.chance(0.4) ? dice.between(1, 8) : 0;
        alerts = dice.chance(0.2) ? dice.between(1, 5) : 0;
        // in the long ones a part comes to its last attempt while there are faults; surely where centres are stubborn
        boolean isLong = dice.chance(0.1);
        boolean stubborn = isLong && dice.chance(0.5);
        seconds = (int) (isLong ? dice.skewed(60, 600) : dice.skewed(5, 60));
        givesUp = dice.share(0.5);
        batches = dice.share(0.6);
        repeats = dice.share(0.3);
        long_ = dice.share(0.4);
        deferred = dice.share(0.3);
        deadline = dice.share(0.4);
        fewNumbers = dice.chance(0.3);
        deaf = dice.share(0.6);
        refusesEvents = dice.share(0.2);
        retryable = stubborn ? 0.8 : dice.share(0.4);
        permanent = stubborn ? 0 : dice.share(0.2);
        barred = stubborn ? 0 : dice.share(0.2);
        throttled = stubborn ? 0.4 : dice.share(0.4);
        silent = dice.share(0.3);
        answersLate = dice.share(0.3);
        answersTwice = dice.share(0.3);
        answersWithoutId = dice.share(0.3);
        fewIds = dice.chance(0.3);
        slowMillis = dice.skewed(1, 3_000);
        receiptsNone = dice.share(0.3);
        receiptsEarly = dice.share(0.8);
        receiptsLate = dice.share(0.5);
        receiptsTwice = dice.share(0.4);
        receiptsContradict = dice.share(0.4);
        receiptsBuffered = dice.share(0.5);
        receiptsBad = dice.share(0.4);
        receiptsWithoutNumber = dice.share(0.3);
        notWritten = dice.share(0.1);
        lostOnTheWay = dice.share(0.2);
        stepFails = dice.share(0.1);
        kills = dice.chance(0.5) ? dice.between(1, 4) : 0;
        powerCuts = dice.chance(0.2) ? dice.between(1, 2) : 0;
        stops = dice.chance(0.45) ? 1 : 0;
        drops = dice.chance(0.5) ? dice.between(1, 5) * Math.max(1, seconds / 60) : 0;
        closings = dice.chance(0.3) ? dice.between(1, 2) : 0;
        jumps = dice.chance(0.3) ? dice.between(1, 3) : 0;
        statementFaults = dice.chance(0.4) ? dice.between(1, 6) : 0;
        fullDisks = dice.chance(0.2) ? 1 : 0;
        slowDisk = dice.share(0.1);
        atOnce = dice.share(0.05);
        rare = dice.share(0.6);
        onLoop = dice.chance(0.5);
        keepMessages = dice.chance(0.2) ? dice.one(1_000L, 20_000L) : 7_776_000_000L;
        // a reference is known as long as its message
        withoutReference = keepMessages < 3_600_000 ? 1 : dice.share(1);
        receiptPatience = dice.one(1L, 1_000L, 5_000L);
        cancels = dice.chance(0.3) ? dice.between(1, 10) : 0;
        replaces = dice.chance(0.3) ? dice.between(1, 10) : 0;
        reroutes = links.size() > 1 && dice.chance(0.3) ? dice.between(1, 3) : 0;
        incomingTimeout = dice.one(2_000L, 20_000L, 300_000L);
    }

    Link link(String name) {
        return links.stream().filter(l -> l.name().equals(name)).findFirst().orElseThrow();
    }

    boolean isHold() {
        return links.stream().allMatch(Link::hold);
    }
}
