package org.smshub.ucp;

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
import java.util.Map;
import java.util.stream.Stream;
import org.smshub.line.Frames;
import org.smshub.link.nature.Nature;
import org.smshub.ucp.codec.UcpFrame;

/** The vectors: spec samples, captures from other implementations, malformed frames. */
final class Vectors {

    private static final List<Vector> ALL = load();

    record Vector(String name, JsonNode json, byte[] bytes) {
        boolean valid() {
            return json.get("valid").asBoolean();
        }

        Map<String, String> fields() {
            Map<String, String> fields = new java.util.LinkedHashMap<>();
            json.get("fields")
                    .properties()
                    .forEach(e -> fields.put(e.getKey(), e.getValue().asText()));
            return fields;
        }

        String decoded(String what) {
            return json.get("decoded").path(what).asText(null);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private Vectors() {}

    private static List<Vector> load() {
        try (InputStream in = Vectors.class.getResourceAsStream("/ucp-vectors.json")) {
            List<Vector> all = new ArrayList<>();
            for (JsonNode json : new ObjectMapper().readTree(in).get("vectors")) {
                all.add(new Vector(
                        json.get("name").asText(),
                        json,
                        HexFormat.of().parseHex(json.get("hex").asText())));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<Vector> valid() {
        return ALL.stream().filter(Vector::valid);
    }

    static Stream<Vector> malformed() {
        return ALL.stream().filter(v -> !v.valid());
    }

    static Vector named(String name) {
        return ALL.stream().filter(v -> v.name().equals(name)).findFirst().orElseThrow();
    }

    static UcpFrame frame(String name) {
        return (UcpFrame) split(named(name).bytes()).get(0);
    }

    /** What cuts the stream of a session into frames. */
    static Frames<UcpFrame> frames() {
        return new Frames<>(new UcpClientProtocol(new UcpConfiguration()), Duration.ofSeconds(30), Nature.REAL);
    }

    /** What the splitter makes of the chunks. */
    static List<Object> split(byte[]... chunks) {
        EmbeddedChannel channel = new EmbeddedChannel(frames());
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
