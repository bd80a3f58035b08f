package org.smshub.link;

/** Thrown by who decides about logins: the login is answered with yes, and the connection closed behind it, as a simulator wants. */
public class LoginClosedException extends Exception {

    public LoginClosedException(String message) {
        super(message);
    }
}
