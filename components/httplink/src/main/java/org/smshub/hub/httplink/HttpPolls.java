package org.smshub.hub.httplink;

import org.apache.camel.CamelContext;

/** Asks a provider again and again that does not call. */
final class HttpPolls implements AutoCloseable {

    HttpPolls(CamelContext context, HttpLink link, ProviderCaller caller) {}

    void start() {}

    @Override
    public void close() {}
}
