package org.smshub.ledger.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Role: the hubs that work with one ledger, and which of them has what. On a connection of its own, for one thread. All times are by
 * the database's clock: those of the hubs play no part.
 *
 * <p>A <i>holding</i> is what one hub at a time has: {@code link/NAME}, {@code events/CONSUMER} or
 * {@code events/CONSUMER/CLIENT}. Rows say who has it; that a hub
 * lives is said by a lock that ends with its session, and by its last write.
 */
public interface Nodes extends AutoCloseable {

    /**
     * A hub.
     *
     * @param name as it calls itself
     * @param session counts its joinings: what is done to a hub is done to the one that was seen
     * @param alive it has joined and nobody took it for dead
     * @param linked its session to the database stands
     * @param quietMillis since it wrote last
     * @param serves the holdings that it can have
     * @param pins those of them that are to be with it
     */
    record Node(
            String name,
            long session,
            boolean alive,
            boolean linked,
            long quietMillis,
            String version,
            String address,
            Set<String> serves,
            Set<String> pins) {}

    /**
     * What a hub has.
     *
     * @param node null = nobody
     * @param epoch counts its owners
     * @param out out of service there, for so long that what waits goes by another
     */
    record Holding(String what, String node, long epoch, long sinceMillis, boolean out) {}

    /**
     * At one moment.
     *
     * @param self the name of this hub
     * @param clockMillis the database's clock, epoch milliseconds
     */
    record View(String self, long clockMillis, List<Node> nodes, List<Holding> holdings) {}

    /** Says what this hub can have, and which of it is to be here. */
    void serve(Set<String> serves, Set<String> pins) throws SQLException;

    View look() throws SQLException;

    /**
     * Takes a hub for dead, unless it has joined anew, has written something since it was seen, or another was faster. What it is writing is written before; it writes nothing
     * more. What it had is nobody's.
     */
    boolean bury(Node dead) throws SQLException;

    /** Takes what nobody has, or this hub has already. */
    boolean take(String what) throws SQLException;

    /** Gives what this hub has to another, or to nobody. @param to null = nobody */
    void give(String what, String to) throws SQLException;

    /** Gives back what this hub has; nothing is left of it until somebody takes it. */
    void drop(String what) throws SQLException;

    /** Whether what this hub has is out of service. */
    void out(String what, boolean is) throws SQLException;

    /** Leaves: this hub has nothing any more. */
    void leave() throws SQLException;

    /** Tells the others, one word each; equal ones arrive once. @param words of at most 1,000 octets */
    void tell(Collection<String> words) throws SQLException;

    /** What the others told. @param wait for how long, where there is nothing yet */
    List<String> hear(Duration wait) throws SQLException;

    @Override
    void close();
}
