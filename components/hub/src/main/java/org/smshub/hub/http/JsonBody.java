package org.smshub.hub.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.nio.ByteBuffer;
import org.apache.camel.Message;

/**
 * An HTTP answer in one piece: of the bodies there are, platform-http writes a {@code ByteBuffer} with its length and at
 * once; octets it streams through its worker threads, a string goes in chunks.
 */
final class JsonBody {

    private JsonBody() {}

    static void set(Message message, ObjectWriter writer, Object body) throws JsonProcessingException {
        message.setBody(ByteBuffer.wrap(writer.writeValueAsBytes(body)));
    }
}
