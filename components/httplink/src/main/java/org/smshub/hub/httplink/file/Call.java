package org.smshub.hub.httplink.file;

import java.util.Map;

/**
 * A request as it leaves.
 *
 * @param url whole; it may have secrets in it, so it stands in no log and no error
 * @param body null = none
 */
public record Call(String method, String url, Map<String, String> headers, byte[] body) {

    /** Without what may be secret. */
    @Override
    public String toString() {
        return method;
    }
}
