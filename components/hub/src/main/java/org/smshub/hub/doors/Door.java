package org.smshub.hub.doors;

import org.apache.camel.Message;
import org.smshub.hub.Clients;
import org.smshub.hub.Numbers;
import org.smshub.hub.Problem;

/** What every door needs: whether it is open, who its clients are, and how their numbers are read. */
public abstract class Door implements Problem.Tongue {

    protected DoorLogins logins;
    protected Clients clients;
    protected Numbers numbers;
    protected boolean enabled;

    protected static void set(Message message, String name, Object value) {
        if (value != null) {
            message.setHeader(name, value);
        }
    }

    public boolean isEnabled() {
        return enabled;
    }

    /** Whether it is open; closed, none of its routes runs. */
    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public DoorLogins getLogins() {
        return logins;
    }

    /** Who knows names and passwords. */
    public void setLogins(DoorLogins logins) {
        this.logins = logins;
    }

    public Clients getClients() {
        return clients;
    }

    /** Who may do what. */
    public void setClients(Clients clients) {
        this.clients = clients;
    }

    public Numbers getNumbers() {
        return numbers;
    }

    /** Who knows the region. */
    public void setNumbers(Numbers numbers) {
        this.numbers = numbers;
    }
}
