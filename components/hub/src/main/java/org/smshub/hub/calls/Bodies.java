package org.smshub.hub.calls;

import io.vertx.core.buffer.Buffer;
import org.apache.camel.Message;

/** Bodies of HTTP requests. */
public final class Bodies {

    private Bodies() {}

    /** The body's octets; none = an empty array. */
    public static byte[] octets(Message message) {
        Object body = message.getBody();
        if (body == null) {
            return new byte[0]; // Camel would look through all its converters for one that makes octets of a message
        }
        byte[] octets = body instanceof Buffer buffer ? buffer.getBytes() : message.getBody(byte[].class);
        return octets == null ? new byte[0] : octets;
    }
}
