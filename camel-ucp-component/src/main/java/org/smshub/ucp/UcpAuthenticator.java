package org.smshub.ucp;

import java.net.InetSocketAddress;

/** Decides who may log in at a server. It is called on a worker thread and may ask a database. */
@FunctionalInterface
public interface UcpAuthenticator {

    /**
     * @param account OAdC of operation 60
     * @param password PWD as text; never log it
     * @param remote where the connection comes from
     * @return whether the account may send and receive on this connection
     * @throws org.smshub.link.SmsUnknownOutcomeException for no answer at all, as a simulator wants
     * @throws org.smshub.link.LoginClosedException for yes, and the end of the connection behind it, as a simulator wants
     * @throws Exception anything else: no login now
     */
    boolean authenticate(String account, String password, InetSocketAddress remote) throws Exception;
}
