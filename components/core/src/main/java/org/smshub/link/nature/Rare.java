package org.smshub.link.nature;

/**
 * Named spots in production code for a simulation: it takes the rare way there, or another value of a limit, and counts how
 * often rare branches were reached. Without {@code -Dhub.simulation=true} all of it is constant, and the compiler takes it
 * out.
 */
public final class Rare {

    private static final boolean ON = Boolean.getBoolean("hub.simulation");

    /** Who decides, in a simulation. */
    public interface Chooser {

        /** Whether to take the rare way this time. */
        boolean way(String name);

        /** The value of a limit this time; one of {@code rare}, or {@code usual}. */
        int value(String name, int usual, int... rare);

        /** A rare branch was reached. */
        void hit(String name);
    }

    /** A simulated world has a thread of its own. */
    private static final ThreadLocal<Chooser> CHOOSER = new ThreadLocal<>();

    private Rare() {}

    /** What this thread does from now on is decided by a chooser; null = by nobody. */
    public static void chooser(Chooser chooser) {
        if (!ON) {
            throw new IllegalStateException("A simulation needs -Dhub.simulation=true");
        }
        if (chooser == null) {
            CHOOSER.remove();
        } else {
            CHOOSER.set(chooser);
        }
    }

    /** Whether to take the rare way here. @param name one in all of the code */
    public static boolean way(String name) {
        if (ON) {
            Chooser chooser = CHOOSER.get();
            return chooser != null && chooser.way(name);
        }
        return false;
    }

    /** A limit. @param name one in all of the code @param rare what else it may be */
    public static int value(String name, int usual, int... rare) {
        if (ON) {
            Chooser chooser = CHOOSER.get();
            return chooser == null ? usual : chooser.value(name, usual, rare);
        }
        return usual;
    }

    /** This branch was reached. @param name one in all of the code */
    public static void hit(String name) {
        if (ON) {
            Chooser chooser = CHOOSER.get();
            if (chooser != null) {
                chooser.hit(name);
            }
        }
    }
}
