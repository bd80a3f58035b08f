package org.smshub.nettysmpp;

import org.smshub.link.SmsNotSentException;

/** Says who may bind. Called on a thread for logins, so that it may take its time over a hash or a data base; four logins at
 * a time. */
@FunctionalInterface
public interface SmppAuthenticator {

    /**
     * @return the client this session belongs to, the {@code SmsClient} of its messages and receipts; often the system
     *     id itself. Null if system id and password do not fit: ESME_RINVPASWD, and the connection is closed.
     * @throws SmsNotSentException with a code such as {@code smpp:0x0F} to answer with that command_status
     * @throws org.smshub.link.SmsUnknownOutcomeException for no answer at all, as a simulator wants
     * @throws org.smshub.link.LoginClosedException for yes, and the end of the connection behind it, as a simulator wants
     * @throws Exception anything else: ESME_RBINDFAIL
     */
    String authenticate(SmppLogin login) throws Exception;
}
