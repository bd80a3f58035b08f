package org.smshub.hub.http;

/** Lets requests in by their path alone, before anything of a body is read: for who is called by strangers at a secret address. */
@FunctionalInterface
public interface HttpGate {

    /** Quick, for it is asked on the event loop. @return false: there is nothing here (404) */
    boolean opens(String path);
}
