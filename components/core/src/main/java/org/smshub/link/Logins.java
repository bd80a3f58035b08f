package org.smshub.link;

import org.smshub.text.Encoding;

/** Who may log in at the servers of the protocols: one list of names and passwords behind all of them. */
@FunctionalInterface
public interface Logins {

    /**
     * Called on a worker thread, so that it may take its time over a hash.
     *
     * @param name system id (SMPP), account (UCP)
     * @return whether this is a password of that name
     * @throws SmsUnknownOutcomeException for no answer at all, as a simulator wants
     * @throws LoginClosedException for yes, and the end of the connection behind it, as a simulator wants
     * @throws Exception anything else: nobody can decide now
     */
    boolean fits(String name, String password) throws Exception;

    /**
     * The default alphabet of an application, in which it writes and reads texts under no data coding. Called for each
     * message.
     *
     * @return null = as the server's option says
     */
    default Encoding alphabet(String name) {
        return null;
    }
}
