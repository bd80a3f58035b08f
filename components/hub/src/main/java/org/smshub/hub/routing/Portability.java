package org.smshub.hub.routing;

/** stub */
final class Portability {
    static final String NETWORK = "network";

    private Portability() {}
}
