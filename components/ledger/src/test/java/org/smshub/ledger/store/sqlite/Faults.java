package org.smshub.ledger.store.sqlite;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.function.Consumer;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Connections whose calls of the database can be made to fail: the nth from now on, before or after its effect, once or
 * for good. A call is what goes to the database: preparing, executing, the next row, the commit among them. One for all
 * connections that a ledger opens one after the other; used by one thread at a time.
 */
public final class Faults {

    /** Of a call that fails: whether the database has done it. */
    public enum When {
        BEFORE,
        AFTER
    }

    private static final Set<String> STEPS = Set.of(
            "prepareStatement",
            "execute",
            "executeQuery",
            "executeUpdate",
            "executeBatch",
            "next",
            "commit",
            "rollback");

    private Consumer<String> watcher = call -> {};
    private String said = "";
    private long calls;
    private long nth = Long.MAX_VALUE;
    private When when = When.BEFORE;
    private SQLiteErrorCode code = SQLiteErrorCode.SQLITE_IOERR;
    private boolean forGood;
    private boolean met;

    /**
     * From now on the nth call fails.
     *
     * @param nth 1 = the next
     * @param forGood all that follow fail too, on new connections as well, until {@link #mend}; they have no effect
     */
    public void fail(long nth, When when, SQLiteErrorCode code, boolean forGood) {
        this.nth = calls + nth;
        this.when = when;
        this.code = code;
        this.forGood = forGood;
        met = false;
        said = "";
    }

    /** Nothing fails any more. */
    public void mend() {
        nth = Long.MAX_VALUE;
        forGood = false;
    }

    /** Calls so far. */
    public long calls() {
        return calls;
    }

    /** Whether a call has failed since {@link #fail}. */
    public boolean isMet() {
        return met;
    }

    /** The call that failed first, for a person. */
    public String said() {
        return said;
    }

    /** @param watcher is told of each call before it is made, or fails: what it is */
    public void watch(Consumer<String> watcher) {
        this.watcher = watcher;
    }

    /** The same connection, whose calls may fail. */
    public Connection on(Connection real) {
        return (Connection) wrap(real, Connection.class, "");
    }

    private Object wrap(Object real, Class<?> as, String sql) {
        return Proxy.newProxyInstance(
                Faults.class.getClassLoader(),
                new Class<?>[] {as},
                (proxy, method, arguments) -> call(real, method, arguments, sql));
    }

    private Object call(Object real, Method method, Object[] arguments, String sql) throws Throwable {
        boolean step = STEPS.contains(method.getName());
        boolean hit = step && isHit();
        if (step) {
            watcher.accept(said(method, arguments, sql));
        }
        if (hit) {
            said = met ? said : said(method, arguments, sql);
            met = true;
            if (when == When.BEFORE || calls > nth) {
                throw fault();
            }
        }
        Object result;
        try {
            result = method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
        if (hit) {
            throw fault();
        }
        if (result instanceof ResultSet) {
            return wrap(result, ResultSet.class, sql);
        }
        if (result instanceof PreparedStatement) {
            return wrap(result, PreparedStatement.class, (String) arguments[0]);
        }
        return result instanceof Statement ? wrap(result, Statement.class, "") : result;
    }

    private boolean isHit() {
        calls++;
        return calls == nth || calls > nth && forGood;
    }

    private static String said(Method method, Object[] arguments, String sql) {
        boolean own = arguments != null && arguments.length > 0 && arguments[0] instanceof String;
        return method.getName() + ": " + (own ? arguments[0] : sql);
    }

    private SQLException fault() {
        return new SQLiteException("planned fault (" + code.name() + ")", code);
    }
}
