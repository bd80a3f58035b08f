package org.smshub.cimd2;

import java.net.InetSocketAddress;

/** Decides who may log in at a server. It is called on a worker thread and may ask a database. */
@FunctionalInterface
public interface Cimd2Authenticator {

    /**
     * @param account user identity (010)
     * @param password as it came (011); never log it
     * @param remote where the connection comes from
     * @return whether the account may come in
     * @throws org.smshub.link.SmsNotSentException with a code of the protocol, such as {@code cimd2:106}: refused with that
     * @throws org.smshub.link.SmsUnknownOutcomeException for no answer at all, as a simulator wants
     * @throws org.smshub.link.LoginClosedException for yes, and the end of the connection behind it, as a simulator wants
     * @throws Exception anything else: no login now
     */
    boolean authenticate(String account, String password, InetSocketAddress remote) throws Exception;

    /** What the account may do; null = what option profile says. */
    default Cimd2Profile profile(String account) {
        return null;
    }
}
