package org.smshub.gsmmodem.at;

import java.util.function.Function;

/**
 * Something the modem is to do, of one command or several; no other request comes between them.
 *
 * @param key of the line, -1 for a request of the conversation itself
 * @param name in a log
 * @param limit milliseconds to the answer, 0 = requestTimeout of the line
 * @param first the first command, or the answer when the modem need not be asked
 */
public record AtRequest(int key, String name, long limit, Function<Modem, AtNext> first) implements AtFrame {

    public static AtRequest of(String name, long limit, Function<Modem, AtNext> first) {
        return new AtRequest(-1, name, limit, first);
    }

    public AtRequest withKey(int other) {
        return new AtRequest(other, name, limit, first);
    }

    @Override
    public String toString() {
        return name;
    }
}
