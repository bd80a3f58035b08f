package org.smshub.line;

/** Says who may log in. Called on a thread for logins, so that it may take its time over a hash or a data base. */
@FunctionalInterface
public interface Authenticator<F> {

    /**
     * @param login as it came, its password included; never log it
     * @param session for the address and the certificates of the peer
     * @return the account this session belongs to; null if name and password do not fit: refused, and the connection ends
     * @throws org.smshub.link.SmsNotSentException with a code of the protocol to refuse with that
     * @throws org.smshub.link.SmsUnknownOutcomeException for no answer at all, as a simulator wants
     * @throws org.smshub.link.LoginClosedException for yes, and the end of the connection behind it, as a simulator wants
     * @throws Exception anything else: no login now
     */
    String authenticate(F login, Session<F> session) throws Exception;
}
