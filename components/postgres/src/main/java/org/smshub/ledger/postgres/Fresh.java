package org.smshub.ledger.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import org.smshub.ledger.store.AwayException;
import org.smshub.ledger.store.Engine.Trouble;

/**
 * Something that reads on a connection of its own: where that is lost it is opened anew, and what was asked is asked
 * once more.
 */
final class Fresh {

    private Fresh() {}

    interface Opener<T> {
        T open() throws SQLException;
    }

    private static final class Holder<T extends AutoCloseable> {

        private final Opener<T> opener;
        private T open;
        private boolean closed;

        Holder(Opener<T> opener) throws SQLException {
            this.opener = opener;
            open = opener.open();
        }

        synchronized T get() throws SQLException {
            if (open == null && !closed) {
                open = opener.open();
            }
            return open;
        }

        synchronized void lost(T one) {
            if (open == one && !closed) {
                open = null;
                quietly(one);
            }
        }

        synchronized void close() {
            closed = true;
            if (open != null) {
                quietly(open);
            }
        }

        private static void quietly(AutoCloseable one) {
            try {
                one.close();
            } catch (Exception e) {
                // it is lost
            }
        }
    }

    /**
     * Where the database is away too when it is asked again, they say so by an {@link AwayException}.
     *
     * @param type an interface whose methods say by an IllegalStateException that they could not read
     */
    static <T extends AutoCloseable> T of(Class<T> type, Opener<T> opener) throws SQLException {
        Holder<T> holder = new Holder<>(opener);
        Object proxy = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, values) -> {
            if (method.getName().equals("close")) {
                holder.close();
                return null;
            }
            for (boolean again = true; ; again = false) {
                T one;
                try {
                    one = holder.get();
                } catch (SQLException e) {
                    throw new AwayException("The ledger cannot be read: " + PostgresFaults.advice(e), e);
                }
                try {
                    return method.invoke(one, values);
                } catch (InvocationTargetException e) {
                    if (!isLost(e.getCause())) {
                        throw e.getCause();
                    }
                    holder.lost(one);
                    if (!again) {
                        throw new AwayException(e.getCause().getMessage(), e.getCause());
                    }
                }
            }
        });
        return type.cast(proxy);
    }

    private static boolean isLost(Throwable e) {
        return e instanceof IllegalStateException
                && e.getCause() instanceof SQLException sql
                && PostgresFaults.trouble(sql) == Trouble.CONNECTION
                && !PostgresFaults.isAgain(sql);
    }
}
