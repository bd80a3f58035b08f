package org.smshub.hub;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.text.TextException;

/**
 * Why a message was not accepted, as problem details (RFC 9457), in the words its sender can act on.
 *
 * @param status of HTTP
 * @param field to change, or null
 */
@JsonPropertyOrder({"title", "status", "detail", "field"})
public record Problem(int status, String title, String field, String detail) {

    /** Says problems of some paths otherwise: their clients know no such details, and compare what they are answered. */
    public interface Tongue {

        /** Whether this path is one of its own. */
        boolean speaks(String path);

        /** Of the content. */
        String type();

        /** The body. @param status of HTTP */
        byte[] say(int status);
    }

    public static Problem of(Exception failure) {
        if (failure instanceof RefusedException e) {
            return switch (e.getReason()) {
                case UNAUTHORIZED -> new Problem(401, "Unauthorized", null, e.getMessage());
                case FORBIDDEN -> new Problem(403, "Forbidden", e.getField(), e.getMessage());
                case NOT_FOUND -> new Problem(404, "Not Found", null, e.getMessage());
                case CONFLICT -> new Problem(409, "Conflict", e.getField(), e.getMessage());
                case DIFFERENT -> new Problem(422, "Unprocessable Content", e.getField(), e.getMessage());
                case INVALID -> new Problem(400, "Invalid message", e.getField(), e.getMessage());
                case THROTTLED -> new Problem(429, "Too Many Requests", null, e.getMessage());
            };
        }
        if (failure instanceof TextException) {
            return new Problem(400, "Invalid message", "text", failure.getMessage());
        }
        if (failure instanceof LedgerException e) {
            return switch (e.getReason()) {
                case STORAGE -> new Problem(507, "Insufficient Storage", null, e.getMessage());
                case AWAY, BUSY, STOPPED -> new Problem(503, "Service Unavailable", null, e.getMessage());
                case ROW -> new Problem(500, "Internal Server Error", null, e.getMessage());
            };
        }
        if (failure instanceof JsonProcessingException e) { // of a route's own unmarshal
            JsonLocation at = e.getLocation();
            String where = at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
            return new Problem(400, "Bad Request", null, "The body is no JSON" + where);
        }
        // what else there may be is the hub's own affair: it goes to the log, not to the caller
        return new Problem(500, "Internal Server Error", null, "The hub failed on this request; its log says why");
    }

    public byte[] json() {
        try {
            return StrictJson.MAPPER.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // strings and a number
        }
    }
}
