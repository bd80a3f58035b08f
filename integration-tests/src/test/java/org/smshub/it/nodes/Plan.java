package org.smshub.it.nodes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What is to happen, told by a seed. */
final class Plan {

    /** @param victim which hub; of the database's faults none @param millis how long it lasts, where it lasts */
    record Strike(Fault fault, int victim, long millis) {
        @Override
        public String toString() {
            return fault
                    + (fault.isOfDatabase() ? "" : " of hub " + victim)
                    + (fault.lasts() ? " for " + millis + " ms" : "");
        }
    }

    /** Few rounds in which each kind comes once. */
    private static final List<List<Fault>> BRIEF = List.of(
            List.of(Fault.KILL),
            List.of(Fault.FREEZE),
            List.of(Fault.SILENT_DATABASE),
            List.of(Fault.STOP, Fault.RESTART_FAST),
            List.of(Fault.CUT_DATABASE, Fault.CUT_CENTRES),
            List.of(Fault.RESTART_IMMEDIATE, Fault.SILENT_CENTRES),
            List.of(Fault.FAILOVER));

    /** Milliseconds: long enough to be taken for dead; a process may stand still for longer. */
    private static final int LONGEST_CUT = 25_000;

    private final Random random;
    private final int hubs;
    private final int shortest;
    private final int longest;

    /** @param shortest milliseconds of what lasts @param longest the same */
    private Plan(long seed, int hubs, int shortest, int longest) {
        random = new Random(seed);
        this.hubs = hubs;
        this.shortest = shortest;
        this.longest = longest;
    }

    /** Seven rounds of some seconds. */
    static List<List<Strike>> brief(long seed, int hubs) {
        Plan plan = new Plan(seed, hubs, 12_000, 15_000);
        List<List<Fault>> rounds = new ArrayList<>(BRIEF);
        Collections.shuffle(rounds, plan.random);
        return rounds.stream().map(plan::round).toList();
    }

    /** Each kind comes as often as any other, half of the time with another at once. */
    static List<List<Strike>> full(long seed, int hubs, int rounds) {
        Plan plan = new Plan(seed, hubs, 5_000, 60_000);
        List<List<Strike>> all = new ArrayList<>();
        List<Fault> bag = new ArrayList<>();
        while (all.size() < rounds) {
            if (bag.isEmpty()) {
                bag.addAll(Fault.all());
                Collections.shuffle(bag, plan.random);
            }
            List<Fault> faults = new ArrayList<>(List.of(bag.remove(0)));
            Fault second = Fault.all().get(plan.random.nextInt(Fault.all().size()));
            if (plan.random.nextBoolean()
                    && !(second.isOfDatabase() && faults.get(0).isOfDatabase())) {
                faults.add(second);
            }
            all.add(plan.round(faults));
        }
        return all;
    }

    /** Each of another hub. */
    private List<Strike> round(List<Fault> faults) {
        int victim = random.nextInt(hubs);
        List<Strike> strikes = new ArrayList<>();
        for (Fault fault : faults) {
            int most = fault == Fault.FREEZE ? longest : Math.min(longest, LONGEST_CUT);
            strikes.add(new Strike(fault, victim, shortest + random.nextInt(most - shortest)));
            victim = (victim + 1 + random.nextInt(hubs - 1)) % hubs;
        }
        return strikes;
    }
}
