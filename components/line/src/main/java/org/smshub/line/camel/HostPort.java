package org.smshub.line.camel;

import java.util.Map;
import java.util.Objects;

/** What stands in the address of an endpoint: {@code host:port}, an IPv6 host in brackets. */
record HostPort(String host, int port) {

    static HostPort parse(String uri, String remaining) {
        int colon = remaining.lastIndexOf(':');
        String host = colon < 0 ? "" : remaining.substring(0, colon).replaceFirst("^//", "");
        String port = remaining.substring(colon + 1);
        if (host.isEmpty() || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535) {
            String scheme = uri.substring(0, uri.indexOf(':'));
            throw new IllegalArgumentException(
                    "The address is " + scheme + ":host:port, not " + scheme + ":" + remaining);
        }
        return new HostPort(host.replaceAll("^\\[|]$", ""), Integer.parseInt(port));
    }

    /** Endpoints on one line must agree on its options. Values are not named: one is a password. */
    static void requireSame(String line, Map<String, Object> first, Map<String, Object> second) {
        first.forEach((option, value) -> {
            if (second.containsKey(option) && !Objects.equals(value, second.get(option))) {
                throw new IllegalArgumentException("Two endpoints of " + line + " differ in option " + option
                        + ", which is one of the line they share: give both the same");
            }
        });
    }
}
