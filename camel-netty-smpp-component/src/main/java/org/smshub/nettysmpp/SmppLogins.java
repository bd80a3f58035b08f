package org.smshub.nettysmpp;

import org.smshub.link.Logins;

/** Lets in whom {@link Logins} knows; the system id is the client. */
public class SmppLogins implements SmppAuthenticator {

    private Logins logins;

    @Override
    public String authenticate(SmppLogin login) throws Exception {
        return logins.fits(login.systemId(), login.password()) ? login.systemId() : null;
    }

    public Logins getLogins() {
        return logins;
    }

    public void setLogins(Logins logins) {
        this.logins = logins;
    }
}
