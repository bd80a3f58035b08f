package org.smshub.nettysmpp.codec;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.function.BiConsumer;
import org.smshub.smpp.Address;
import org.smshub.smpp.CommandStatus;

/**
 * The fields of all PDUs by their names in the specification (SMPP 3.4 §5.2), each with its place on the wire: the most
 * characters, and the status that names it when it is wrong. Which PDU has which is said by {@link SmppLayout}.
 */
public final class SmppField<T> {

    /** System id, password and system type may be longer than the specification has it: keys are, today. */
    private static final int NAME = 64;

    private static final int TIME = 16;

    public static final SmppField<String> SYSTEM_ID = string("system_id", NAME, CommandStatus.INVALID_SYSTEM_ID);
    public static final SmppField<String> PASSWORD = string("password", NAME, CommandStatus.INVALID_PASSWORD);
    public static final SmppField<String> SYSTEM_TYPE = string("system_type", NAME, CommandStatus.INVALID_SYSTEM_TYPE);
    public static final SmppField<Integer> INTERFACE_VERSION = octet("interface_version");
    public static final SmppField<Address> ADDRESS_RANGE = address("address_range", 40, CommandStatus.BIND_FAILED);
    public static final SmppField<String> SERVICE_TYPE = string("service_type", 5, CommandStatus.INVALID_SERVICE_TYPE);
    public static final SmppField<Address> SOURCE = address("source_addr", 20, CommandStatus.INVALID_SOURCE_ADDRESS);
    public static final SmppField<Address> DESTINATION =
            address("destination_addr", 20, CommandStatus.INVALID_DESTINATION_ADDRESS);
    /** Of a submit_multi, 1 to 254, of which some may be {@link Address#isList() lists}. */
    public static final SmppField<List<Address>> DESTINATIONS =
            new SmppField<>("dest_address", List.of(), SmppReader::destinations, SmppWriter::destinations);

    public static final SmppField<Address> ESME = address("esme_addr", 64, CommandStatus.INVALID_DESTINATION_ADDRESS);
    public static final SmppField<Integer> ESM_CLASS = octet("esm_class");
    public static final SmppField<Integer> PROTOCOL_ID = octet("protocol_id");
    public static final SmppField<Integer> PRIORITY = octet("priority_flag");
    public static final SmppField<String> SCHEDULE =
            string("schedule_delivery_time", TIME, CommandStatus.INVALID_SCHEDULE);
    public static final SmppField<String> VALIDITY = string("validity_period", TIME, CommandStatus.INVALID_EXPIRY);
    public static final SmppField<Integer> REGISTERED_DELIVERY = octet("registered_delivery");
    public static final SmppField<Integer> REPLACE_IF_PRESENT = octet("replace_if_present_flag");
    public static final SmppField<Integer> DATA_CODING = octet("data_coding");
    public static final SmppField<Integer> DEFAULT_MESSAGE_ID = octet("sm_default_msg_id");
    public static final SmppField<byte[]> SHORT_MESSAGE =
            new SmppField<>("short_message", SmppReader.NOTHING, SmppReader::shortMessage, SmppWriter::octets);
    public static final SmppField<String> MESSAGE_ID = string("message_id", NAME, CommandStatus.INVALID_MESSAGE_ID);
    public static final SmppField<String> FINAL_DATE = string("final_date", TIME, CommandStatus.INVALID_SCHEDULE);
    public static final SmppField<Integer> MESSAGE_STATE = octet("message_state");
    public static final SmppField<Integer> ERROR_CODE = octet("error_code");
    /** The destinations of a submit_multi that were refused. */
    public static final SmppField<List<Refused>> REFUSED =
            new SmppField<>("unsuccess_sme", List.of(), SmppReader::refused, SmppWriter::refused);

    /** A destination that was refused, with its status. */
    public record Refused(Address destination, int status) {}

    /** Takes a field off a PDU. */
    @FunctionalInterface
    private interface Reading<T> {
        T from(SmppReader in) throws SmppPduException;
    }

    private final String name;
    private final T none;
    private final Reading<T> reading;
    private final BiConsumer<ByteBuf, T> writing;

    private SmppField(String name, T none, Reading<T> reading, BiConsumer<ByteBuf, T> writing) {
        this.name = name;
        this.none = none;
        this.reading = reading;
        this.writing = writing;
    }

    private static SmppField<String> string(String name, int max, int status) {
        return new SmppField<>(name, "", in -> in.string(max, status, name), SmppWriter::string);
    }

    private static SmppField<Address> address(String name, int max, int status) {
        return new SmppField<>(name, Address.NONE, in -> in.address(max, status, name), SmppWriter::address);
    }

    private static SmppField<Integer> octet(String name) {
        return new SmppField<>(name, 0, SmppReader::octet, ByteBuf::writeByte);
    }

    /** What a PDU that has no such field says: an empty string, 0, no address. */
    T none() {
        return none;
    }

    T read(SmppReader in) throws SmppPduException {
        return reading.from(in);
    }

    @SuppressWarnings("unchecked")
    void write(ByteBuf out, Object value) {
        writing.accept(out, (T) value);
    }

    /** The name as the specification writes it. */
    @Override
    public String toString() {
        return name;
    }
}
