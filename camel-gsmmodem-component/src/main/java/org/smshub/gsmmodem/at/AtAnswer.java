package org.smshub.gsmmodem.at;

/**
 * What became of a request.
 *
 * @param key of the request
 * @param result of the command that decided
 * @param text of a message that was sent its id, "" when the modem gave no reference; of the start why it failed, null when it did
 *     not; of a service code what the network said
 */
public record AtAnswer(int key, AtResult result, String text) implements AtFrame, AtNext {

    public static AtAnswer of(AtResult result, String text) {
        return new AtAnswer(-1, result, text);
    }

    public AtAnswer withKey(int other) {
        return new AtAnswer(other, result, text);
    }

    /** Without the text, which may be a number. */
    @Override
    public String toString() {
        return result.toString();
    }
}
