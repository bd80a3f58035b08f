package org.smshub.ledger.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opens ledgers in databases of one kind. Found by {@link ServiceLoader}, so that each may come in a jar of its own. */
public interface StoreMaker {

    /**
     * Where a ledger is.
     *
     * @param folder the data folder; it is there, and this process has it alone
     * @param url null = a file in the data folder
     * @param user null = as the database's driver has it
     * @param password null = none
     * @param shared whether other hubs work with it at the same time
     */
    record Place(Path folder, String url, String user, String password, boolean shared) {

        /** For one hub alone. */
        public Place(Path folder, String url, String user, String password) {
            this(folder, url, user, password, false);
        }

        private static final Pattern SCHEME = Pattern.compile("(jdbc:)?[A-Za-z][A-Za-z0-9+.-]*:(//)?");

        private static final Pattern PASSWORD = Pattern.compile("(?i)password=|//[^/]*@");

        /** How its address begins; more of it may be secret. */
        public String scheme() {
            Matcher scheme = SCHEME.matcher(url);
            return scheme.lookingAt() ? scheme.group() : "no scheme";
        }

        private boolean holdsPassword() {
            return url != null && PASSWORD.matcher(url).find();
        }

        @Override
        public String toString() {
            return url == null ? folder.toAbsolutePath().toString() : scheme() + "…";
        }
    }

    /** Whether ledgers at this address are of this kind. @param url null = a file in the data folder */
    boolean opens(String url);

    /**
     * Opens the ledger, and brings its schema up to date; makes it where there is none.
     *
     * @param damage hears what is found to be damaged now, each in one sentence as of {@link Store#damaged}
     * @throws SQLException the database cannot be used
     */
    Store open(Place place, Consumer<String> damage) throws SQLException, IOException;

    /** What is wrong with a database that could not be opened, and what to do. */
    String advice(SQLException e);

    /** Whether a database that could not be opened can be later, with nothing changed that the hub was told: it is away, or starts. */
    default boolean isAway(SQLException e) {
        return false;
    }

    /** @throws IllegalStateException no jar on the class path knows such addresses, or this one would tell a secret */
    static StoreMaker of(Place place) {
        if (place.holdsPassword()) {
            throw new IllegalStateException(
                    "hub.ledger.url says who the hub is, and the log would show it: that belongs in"
                            + " hub.ledger.user and hub.ledger.password");
        }
        for (StoreMaker maker : ServiceLoader.load(StoreMaker.class, StoreMaker.class.getClassLoader())) {
            if (maker.opens(place.url())) {
                return maker;
            }
        }
        throw new IllegalStateException(
                "hub.ledger.url begins with " + place.scheme() + ", which no jar on the class path"
                        + " knows: leave it empty for a file in the data folder, or write jdbc:postgresql://… and add the jar"
                        + " smshub-postgres");
    }
}
