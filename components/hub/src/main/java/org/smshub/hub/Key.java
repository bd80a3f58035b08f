package org.smshub.hub;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * An API key as clients.yaml has it: its hash, or {@code {hash: …, scopes: [send], expires: 2027-01-31}}.
 *
 * @param hash {@code sha256:} and 64 hexadecimal digits
 * @param scopes null = those of its client
 * @param expires epoch milliseconds from which it is none any more; {@code Long.MAX_VALUE} = never
 */
record Key(String hash, Set<Scope> scopes, long expires) {

    private static final Set<String> FIELDS = Set.of("hash", "scopes", "expires");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Key read(Object value) {
        if (value instanceof String hash) {
            return new Key(hash, null, Long.MAX_VALUE);
        }
        if (!(value instanceof Map<?, ?> fields) || !FIELDS.containsAll(fields.keySet())) {
            throw new IllegalArgumentException("a key is its hash, or has hash, scopes and expires");
        }
        Set<Scope> scopes = null;
        if (fields.get("scopes") != null) {
            scopes = EnumSet.noneOf(Scope.class);
            if (!(fields.get("scopes") instanceof Collection<?> names)) {
                throw new IllegalArgumentException("scopes of a key are a list");
            }
            for (Object name : names) {
                scopes.add(Scope.named(String.valueOf(name)));
            }
        }
        return new Key(String.valueOf(fields.get("hash")), scopes, expires(fields.get("expires")));
    }

    /** A day is over at its end, by this machine's time zone. */
    private static long expires(Object value) {
        if (value == null) {
            return Long.MAX_VALUE;
        }
        String text = String.valueOf(value);
        try {
            return text.length() == 10
                    ? LocalDate.parse(text)
                            .plusDays(1)
                            .atStartOfDay(ZoneId.systemDefault())
                            .toInstant()
                            .toEpochMilli()
                    : OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "expires of a key is a day such as 2027-01-31, or a time with its zone, not '" + text + "'");
        }
    }
}
