package org.smshub.hub.httplink.file;

import org.smshub.link.errors.ErrorCode.Retry;

/**
 * What an answer means.
 *
 * @param refused null = it was taken
 * @param id of the provider, where it was taken
 * @param code of the provider, else {@code http-} and the status
 * @param text its words; may be empty
 * @param pause milliseconds before which nothing more is to be sent; 0 = it says nothing
 */
public record Meaning(Retry refused, String id, String code, String text, long pause) {

    public boolean isSent() {
        return refused == null;
    }
}
