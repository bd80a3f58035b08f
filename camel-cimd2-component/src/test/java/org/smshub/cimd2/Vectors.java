package org.smshub.cimd2;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.smshub.cimd2.codec.Cimd2Frame;
import org.smshub.line.Frames;
import org.smshub.line.Protocol;
import org.smshub.link.nature.Nature;

/** The vectors: samples, captures from other implementations, streams, malformed packets. */
final class Vectors {

    static final JsonNode JSON = load();

    record Vector(String name, JsonNode json, byte[] bytes) {

        /** As the codec should have it. */
        Cimd2Frame frame() {
            List<Cimd2Frame.Value> parameters = new ArrayList<>();
            json.get("parameters")
                    .forEach(p -> parameters.add(
                            new Cimd2Frame.Value(p.get(0).asInt(), p.get(1).asText())));
            return new Cimd2Frame(
                    json.get("operation").asInt(), json.get("number").asInt(), parameters);
        }

        String checksum() {
            return json.get("checksum").asText();
        }

        JsonNode decoded() {
            return json.path("decoded");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private Vectors() {}

    private static JsonNode load() {
        try (InputStream in = Vectors.class.getResourceAsStream("/cimd2-vectors.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Vector> all(String kind) {
        return StreamSupport.stream(JSON.get(kind).spliterator(), false)
                .map(json -> new Vector(
                        json.get("name").asText(),
                        json,
                        HexFormat.of().parseHex(json.get("hex").asText())));
    }

    static Stream<Vector> frames() {
        return all("frames");
    }

    static Stream<Vector> streams() {
        return all("streams");
    }

    static Stream<Vector> malformed() {
        return all("malformed");
    }

    static Vector named(String name) {
        return Stream.of(frames(), streams(), malformed())
                .flatMap(all -> all)
                .filter(v -> v.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static Protocol<Cimd2Frame> client() {
        return new Cimd2ClientProtocol(new Cimd2Configuration());
    }

    static Cimd2ServerProtocol server() {
        return new Cimd2ServerProtocol(new Cimd2ServerConfiguration());
    }

    /** What cuts the stream of a session into frames makes of the chunks. */
    static List<Object> split(Protocol<Cimd2Frame> protocol, byte[]... chunks) {
        EmbeddedChannel channel = new EmbeddedChannel(new Frames<>(protocol, Duration.ofSeconds(30), Nature.REAL));
        List<Object> out = new ArrayList<>();
        for (byte[] chunk : chunks) {
            channel.writeInbound(Unpooled.wrappedBuffer(chunk.clone()));
            for (Object next = channel.readInbound(); next != null; next = channel.readInbound()) {
                out.add(next);
            }
        }
        channel.finishAndReleaseAll();
        return out;
    }

    static List<Object> split(byte[]... chunks) {
        return split(client(), chunks);
    }

    static byte[] join(byte[]... parts) {
        int length = Stream.of(parts).mapToInt(p -> p.length).sum();
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
