package org.smshub.hub.routing;

import org.smshub.hub.RefusedException;

/** A route's no to a message: its sender hears the words, and nothing is stored. */
public class Refuse {

    /** @param words what its sender is told */
    public void because(String words) throws RefusedException {
        throw new RefusedException(RefusedException.Reason.FORBIDDEN, null, words);
    }
}
