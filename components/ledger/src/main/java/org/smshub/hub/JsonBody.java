package org.smshub.hub;

import java.nio.charset.StandardCharsets;
import org.apache.camel.Message;

/**
 * An HTTP answer in one piece. Octets as body, or a length left out, would have platform-http stream it in chunks through
 * its worker threads.
 */
final class JsonBody {

    private JsonBody() {}

    static void set(Message message, String json) {
        message.setHeader("Content-Length", json.getBytes(StandardCharsets.UTF_8).length);
        message.setBody(json);
    }
}
