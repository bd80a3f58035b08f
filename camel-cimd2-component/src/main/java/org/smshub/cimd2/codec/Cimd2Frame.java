package org.smshub.cimd2.codec;

import static org.smshub.cimd2.codec.Cimd2Operation.*;
import static org.smshub.cimd2.codec.Cimd2Parameter.*;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.smshub.line.FrameException;

/**
 * One packet: an operation or a response, its parameters as they are on the wire (CIMD2 reference, section 2).
 *
 * @param operation 0 to 99; a response has that of its operation + 50
 * @param number of the packet, 0 to 255; one client is met that counts to 999
 * @param parameters in their order, unknown ones too; never changed
 */
public record Cimd2Frame(int operation, int number, List<Value> parameters) {

    /** @param value each character is an octet (ISO 8859-1) */
    public record Value(int code, String value) {}

    private static final String[] CODES = IntStream.range(0, 1000)
            .mapToObj(code -> String.format("%03d", code))
            .toArray(String[]::new);

    public Cimd2Frame {
        if (operation < 0 || operation > 99 || number < 0 || number > 999) {
            throw new IllegalArgumentException("no operation and number of CIMD2: " + operation + ", " + number);
        }
    }

    /** An operation to fill in. */
    public static Builder operation(Cimd2Operation operation) {
        return new Builder(operation.code(), 0);
    }

    /** The positive response to this operation, to fill in. */
    public Builder response() {
        return new Builder(operation + Cimd2Operation.RESPONSE, number);
    }

    public Cimd2Frame refusal(FrameException why) {
        return refusal(Integer.parseInt(why.errorCode()));
    }

    /** The negative response to this operation: a general error when the operation is unknown. */
    public Cimd2Frame refusal(int error) {
        boolean known = operation < Cimd2Operation.RESPONSE && Cimd2Operation.of(operation) != null;
        Builder refusal = known ? response() : new Builder(GENERAL_ERROR.code(), number);
        if (known && operation == SUBMIT.code() && has(DESTINATION)) {
            refusal.add(DESTINATION, get(DESTINATION));
        }
        return refusal.add(ERROR_CODE, error)
                .add(ERROR_TEXT, Cimd2Error.of(error).words())
                .build();
    }

    public boolean isResponse() {
        return operation >= Cimd2Operation.RESPONSE;
    }

    public boolean is(Cimd2Operation wanted) {
        return operation == wanted.code();
    }

    /** The same packet under another number. */
    public Cimd2Frame withNumber(int other) {
        return new Cimd2Frame(operation, other, parameters);
    }

    /** The same packet with one value of a parameter in the place of whatever it has. */
    public Cimd2Frame with(Cimd2Parameter parameter, String value) {
        Builder other = new Builder(operation, number);
        parameters.forEach(other::add);
        return other.replace(parameter.code(), value).build();
    }

    /** The first value, "" when there is none. */
    public String get(Cimd2Parameter parameter) {
        return get(parameter, "");
    }

    public boolean has(Cimd2Parameter parameter) {
        return get(parameter, null) != null;
    }

    private String get(Cimd2Parameter parameter, String none) {
        for (Value value : parameters) {
            if (value.code() == parameter.code()) {
                return value.value();
            }
        }
        return none;
    }

    /** All values of a parameter that may be repeated. */
    public List<String> all(Cimd2Parameter parameter) {
        return parameters.stream()
                .filter(value -> value.code() == parameter.code())
                .map(Value::value)
                .toList();
    }

    /** The error code of a negative response, null of a positive one; 0 is no error. */
    public String error() {
        String code = get(ERROR_CODE);
        return is(GENERAL_ERROR) || !code.matches("0*") ? code : null;
    }

    /** The parameters by their codes, but for a password and the text, which belong in no log. */
    public Map<String, String> open() {
        Map<String, String> open = new LinkedHashMap<>();
        for (Value value : parameters) {
            if (value.code() != PASSWORD.code() && value.code() != USER_DATA.code()) {
                open.putIfAbsent(CODES[value.code()], value.value());
            }
        }
        return open;
    }

    /** Operation and number alone. */
    @Override
    public String toString() {
        return String.format("%02d:%03d", operation, number);
    }

    /** Parameters, in the order they are added. */
    public static final class Builder {

        private final int operation;
        private final int number;
        private final List<Value> parameters = new ArrayList<>(8);

        private Builder(int operation, int number) {
            this.operation = operation;
            this.number = number;
        }

        /** @param value null adds nothing */
        public Builder add(Cimd2Parameter parameter, String value) {
            if (value != null) {
                parameters.add(new Value(parameter.code(), value));
            }
            return this;
        }

        public Builder add(Value value) {
            parameters.add(value);
            return this;
        }

        /** @param value null adds nothing */
        public Builder add(Cimd2Parameter parameter, Integer value) {
            return add(parameter, value == null ? null : value.toString());
        }

        /** In the place of whatever has this code. */
        public Builder replace(int code, String value) {
            parameters.removeIf(other -> other.code() == code);
            parameters.add(new Value(code, value));
            return this;
        }

        public Cimd2Frame build() {
            return new Cimd2Frame(operation, number, List.copyOf(parameters));
        }
    }
}
