package org.smshub.it.centre;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import org.smshub.cimd2.PlainClient;

/** Applications by CIMD2. */
public final class Cimd2Applications {

    private Cimd2Applications() {}

    /** The routes start one after the other. */
    public static PlainClient connect(int port) {
        return await().atMost(Duration.ofSeconds(30))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> new PlainClient(port), client -> true);
    }
}
