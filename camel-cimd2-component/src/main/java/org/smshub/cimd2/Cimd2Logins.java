package org.smshub.cimd2;

import java.net.InetSocketAddress;
import org.smshub.link.Logins;

/** Lets in whom {@link Logins} knows by account and password. */
public class Cimd2Logins implements Cimd2Authenticator {

    private Logins logins;

    @Override
    public boolean authenticate(String account, String password, InetSocketAddress remote) throws Exception {
        return logins.fits(account, password);
    }

    public Logins getLogins() {
        return logins;
    }

    public void setLogins(Logins logins) {
        this.logins = logins;
    }
}
