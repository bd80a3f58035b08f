package org.smshub.simulate;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** The disk of one process: its writing connection fails, or the process dies, where it is told to. */
final class Disk {

    /** The process has ended here and now; nothing after it happens. */
    static final class Killed extends Error {
        Killed() {
            super("killed", null, false, false);
        }
    }

    enum Fault {
        FAILS_BEFORE,
        FAILS_AFTER,
        KILLED_BEFORE,
        KILLED_AFTER,
        /** The machine stops while a commit is being synced: of what it writes each sector is there, is not, or is garbage. */
        POWER
    }

    /** What of a file is written whole, or not at all. */
    private static final int SECTOR = 512;

    private static final int LOG_HEAD = 32;

    private static final class Armed {
        private int statements;
        private final Fault fault;
        private final int code;

        private Armed(int statements, Fault fault, int code) {
            this.statements = statements;
            this.fault = fault;
            this.code = code;
        }
    }

    private static final class Meanwhile {
        private int statements;
        private final Runnable what;

        private Meanwhile(int statements, Runnable what) {
            this.statements = statements;
            this.what = what;
        }
    }

    private final List<Meanwhile> meanwhile = new ArrayList<>();
    private final World world;
    private final List<Armed> armed = new ArrayList<>();
    private final List<Connection> open = new ArrayList<>();
    private boolean dead;
    private boolean full;

    Disk(World world) {
        this.world = world;
    }

    /** @param statements after so many @param code SQLite's result code */
    void arm(int statements, Fault fault, int code) {
        armed.add(new Armed(statements, fault, code));
    }

    /** Something that happens while a statement runs. @param statements after so many */
    void meanwhile(int statements, Runnable what) {
        meanwhile.add(new Meanwhile(statements, what));
    }

    void full(boolean is) {
        full = is;
    }

    void mend() {
        armed.clear();
        full = false;
    }

    void die() {
        dead = true;
        for (Connection connection : open) {
            try {
                connection.close();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    Connection on(Connection real) {
        open.add(real);
        InvocationHandler handler = (proxy, method, args) -> {
            Object result = call(real, method, args);
            return method.getName().equals("prepareStatement")
                    ? statement((PreparedStatement) result, (String) args[0])
                    : result;
        };
        return (Connection)
                Proxy.newProxyInstance(Disk.class.getClassLoader(), new Class<?>[] {Connection.class}, handler);
    }

    private PreparedStatement statement(PreparedStatement real, String sql) {
        boolean reads = sql.startsWith("select");
        boolean commit = sql.equals("commit");
        boolean rollback = sql.equals("rollback");
        InvocationHandler handler = (proxy, method, args) -> {
            if (!method.getName().startsWith("execute") || rollback) {
                return call(real, method, args);
            }
            Fault fault = next(reads, commit);
            world.inside(commit);
            for (Meanwhile one : List.copyOf(meanwhile)) {
                if (--one.statements < 0) {
                    meanwhile.remove(one);
                    one.what.run();
                }
            }
            if (fault == Fault.POWER) {
                loseWhatIsNotSynced(() -> call(real, method, args));
            }
            Object result = call(real, method, args);
            if (fault == Fault.KILLED_AFTER) {
                world.dies();
                throw new Killed();
            }
            if (fault == Fault.FAILS_AFTER) {
                throw failure(code);
            }
            return result;
        };
        return (PreparedStatement)
                Proxy.newProxyInstance(Disk.class.getClassLoader(), new Class<?>[] {PreparedStatement.class}, handler);
    }

    private int code;

    /** What happens at the next statement. */
    private Fault next(boolean reads, boolean commit) throws SQLException {
        if (dead) {
            throw failure(10);
        }
        if (full && !reads) {
            throw failure(13);
        }
        Fault now = null;
        for (Iterator<Armed> all = armed.iterator(); all.hasNext(); ) {
            Armed one = all.next();
            if (now == null && --one.statements < 0 && (commit || one.fault != Fault.POWER)) {
                all.remove();
                now = one.fault;
                code = one.code;
            }
        }
        if (now == Fault.KILLED_BEFORE) {
            world.dies();
            throw new Killed();
        }
        if (now == Fault.FAILS_BEFORE) {
            throw failure(code);
        }
        return now;
    }

    private interface Call {
        Object run() throws Throwable;
    }

    /** What the log holds from before is synced, and so is its new head where it begins anew. */
    private void loseWhatIsNotSynced(Call commit) throws Throwable {
        Path file = world.hub().folder.resolve("ledger.db");
        Path log = world.hub().folder.resolve("ledger.db-wal");
        byte[] pages = Files.readAllBytes(file);
        byte[] before = Files.exists(log) ? Files.readAllBytes(log) : new byte[0];
        commit.run();
        byte[] after = Files.readAllBytes(log);
        // pages move from the log into the file only once the log is synced
        if (Arrays.equals(pages, Files.readAllBytes(file))) {
            world.dies(torn(before, after, world.dice()));
        } else {
            world.dies();
        }
        throw new Killed();
    }

    private static byte[] torn(byte[] before, byte[] after, Dice dice) {
        byte[] torn = after.clone();
        double share = dice.random().nextDouble();
        for (int at = 0; at < after.length; at += SECTOR) {
            if (!dice.chance(share)) {
                continue;
            }
            boolean garbage = dice.chance(0.3);
            for (int i = Math.max(at, LOG_HEAD); i < Math.min(at + SECTOR, after.length); i++) {
                // octets that are not written are not harmed (sqlite.org/psow.html)
                if (i >= before.length || before[i] != after[i]) {
                    torn[i] = garbage ? (byte) dice.between(0, 255) : i < before.length ? before[i] : 0;
                }
            }
        }
        return torn;
    }

    private static SQLException failure(int code) {
        return new SQLException("simulated fault " + code, null, code);
    }

    private static Object call(Object real, Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(real, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
