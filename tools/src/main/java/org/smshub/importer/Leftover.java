package org.smshub.importer;

/**
 * A line that has no counterpart in the hub.
 *
 * @param what its name and the block it stands in; never its value, which may be a secret
 * @param why what the hub has not, or does otherwise
 * @param todo what to do by hand
 */
public record Leftover(Place place, String what, String why, String todo) {

    @Override
    public String toString() {
        return place + ": " + what + ": " + why + "; " + todo;
    }
}
