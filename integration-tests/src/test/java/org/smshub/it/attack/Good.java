package org.smshub.it.attack;

import java.io.IOException;

/** One who only wants to send messages, while others attack. */
interface Good extends AutoCloseable {

    /** Connects, and logs in where the protocol has it. */
    void connect() throws IOException;

    /**
     * Sends a message and waits for the answer.
     *
     * @throws IOException for any answer but a yes
     */
    void send(String to) throws IOException;

    @Override
    void close() throws IOException;
}
