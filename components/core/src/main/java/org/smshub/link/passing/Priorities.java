package org.smshub.link.passing;

import java.util.Arrays;
import java.util.List;

/**
 * What a centre is told of {@code SmsPriority}, which is the hub's own order of sending.
 *
 * @param ofProtocol the centre's priority for 0, 1, 2, 3; empty = none is told
 */
public record Priorities(List<Integer> ofProtocol) {

    public static final Priorities NONE = new Priorities(List.of());

    /** @throws IllegalArgumentException for what is neither empty nor four digits such as {@code 0,0,1,3} */
    public static Priorities of(String four) {
        if (four.isBlank()) {
            return NONE;
        }
        if (!four.matches(" *[0-9]( *, *[0-9]){3} *")) {
            throw new IllegalArgumentException("priorities is four numbers such as 0,0,1,3, not " + four);
        }
        return new Priorities(Arrays.stream(four.split(","))
                .map(number -> Integer.valueOf(number.trim()))
                .toList());
    }

    /** The protocol's priority for this SmsPriority; null when none is to be sent. */
    public Integer of(Integer ofMessage) {
        boolean said = ofMessage != null && ofMessage >= 0 && ofMessage < ofProtocol.size();
        return said ? ofProtocol.get(ofMessage) : null;
    }
}
