package org.smshub.hub;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** JSON that strangers write, whichever way it comes: one flat object in UTF-8, read strictly and with bounds. */
public final class StrictJson {

    /** A flat object of ten fields; strings are bounded by the body. */
    private static final StreamReadConstraints BOUNDS = StreamReadConstraints.builder()
            .maxNestingDepth(8)
            .maxNumberLength(20)
            .maxNameLength(100)
            .build();

    /** Writes, too: what is null is left out. */
    public static final JsonMapper MAPPER = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(BOUNDS).build())
            // a field twice: whoever looked at the message before the hub may have taken the other one
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, null))
            .withCoercionConfig(
                    LogicalType.Textual, text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private static final ObjectReader RECORDS = MAPPER.readerFor(new TypeReference<Map<String, Object>>() {});

    private StrictJson() {}

    /** A message's fields, for {@link Records}. */
    public static Map<String, Object> record(byte[] octets) throws RefusedException {
        return read(RECORDS, octets);
    }

    /** @throws RefusedException in the words its sender can act on */
    public static <T> T read(ObjectReader reader, byte[] octets) throws RefusedException {
        if (!isUtf8(octets)) {
            throw RefusedException.invalid(null, "The body is not UTF-8");
        }
        try {
            T read = reader.readValue(octets);
            if (read == null) {
                throw RefusedException.invalid(null, "The body is a JSON object with to and text");
            }
            return read;
        } catch (UnrecognizedPropertyException e) {
            String field = RefusedException.shown(e.getPropertyName());
            throw RefusedException.invalid(
                    field, "There is no field '" + field + "'; there are " + e.getKnownPropertyIds());
        } catch (JsonMappingException e) {
            String field = e.getPath().isEmpty() ? null : e.getPath().get(0).getFieldName();
            throw RefusedException.invalid(
                    field,
                    field == null ? "The body is a JSON object with to and text" : field + " has the wrong type");
        } catch (StreamConstraintsException e) {
            throw RefusedException.invalid(
                    null, "The body has longer names, longer numbers or deeper levels than it may");
        } catch (JsonProcessingException e) {
            throw RefusedException.invalid(
                    null,
                    "The body is not JSON, or has a field twice (line "
                            + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ")");
        } catch (IOException e) {
            throw RefusedException.invalid(null, "The body could not be read");
        }
    }

    /** Strictly: Jackson takes characters that are written longer than they need be. */
    public static boolean isUtf8(byte[] octets) {
        for (byte octet : octets) {
            if (octet < 0) {
                try {
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
                    return true;
                } catch (CharacterCodingException e) {
                    return false;
                }
            }
        }
        return true;
    }
}
