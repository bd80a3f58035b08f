package org.smshub.link.errors;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.smshub.link.errors.ErrorCode.Retry;

/** The codes that the other side of a protocol refuses with: a resource of lines {@code scheme:code RETRY words}. */
public final class ErrorTable {

    private final Map<String, ErrorCode> codes = new LinkedHashMap<>();

    /** Reads {@code error-codes.txt} beside this class. */
    public ErrorTable(Class<?> beside) {
        for (String line : Tables.lines(beside, "error-codes.txt")) {
            String[] columns = line.split(" ", 3);
            codes.put(columns[0], new ErrorCode(columns[0], Retry.valueOf(columns[1]), columns[2]));
        }
    }

    /** What a code means, with its scheme; one that the table lacks is permanent. */
    public ErrorCode of(String name) {
        ErrorCode known = codes.get(name);
        return known == null ? new ErrorCode(name, Retry.PERMANENT, "unknown error code") : known;
    }

    public boolean has(String name) {
        return codes.containsKey(name);
    }

    public Collection<ErrorCode> all() {
        return codes.values();
    }
}
