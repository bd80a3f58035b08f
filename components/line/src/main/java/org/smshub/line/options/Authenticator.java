package org.smshub.line.options;

/** Says who may log in. Called on a thread for logins, so that it may take its time over a hash or a data base. */
@FunctionalInterface
public interface Authenticator {

    /**
     * @return the account this session belongs to, the {@code SmsClient} of its messages and receipts, often the name
     *     itself; null if name and password do not fit: refused, and the connection ends
     * @throws org.smshub.link.SmsNotSentException with a code of the protocol ({@code smpp:0x0F}) to refuse with that
     * @throws org.smshub.link.SmsUnknownOutcomeException for no answer at all, as a simulator wants
     * @throws org.smshub.link.LoginClosedException for yes, and the end of the connection behind it, as a simulator wants
     * @throws Exception anything else: no login now
     */
    String authenticate(Login login) throws Exception;
}
