package org.smshub.cimd2;

import org.apache.camel.spi.Metadata;
import org.smshub.line.camel.LineHeaders;

/**
 * Header names of the components: those that every line has, and what only CIMD2 knows.
 *
 * <p>A header {@code CamelCimd2} + code of a parameter ({@code CamelCimd2064}, {@code CamelCimd2055} …) sets that parameter
 * of the operation that is sent, whatever else would set it. Received parameters are in {@link #PARAMETERS} instead, so
 * that nothing is passed on by accident.
 */
public final class Cimd2Constants extends LineHeaders {

    /** What a parameter's code is put behind. */
    static final String PREFIX = "CamelCimd2";

    @Metadata(
            label = "producer",
            description =
                    "Operation to send: 03 (submit), 04 (enquire), 05 (delivery request), 06 (cancel), 08 (set the"
                            + " password to the body), 09 (get the time of the centre), 13 (submit status report)",
            javaType = "String")
    public static final String OPERATION = "CamelCimd2Operation";

    @Metadata(
            label = "producer",
            description = "Mode of 05 (0 how many wait, 1 one, 2 all) or 06 (0 all to SmsTo, 1 all, 2 one)",
            javaType = "String")
    public static final String MODE = "CamelCimd2Mode";

    @Metadata(
            label = "producer",
            description = "The parameters of the last response, by their codes",
            javaType = "java.util.Map<String, String>")
    public static final String RESPONSE = "CamelCimd2Response";

    @Metadata(
            label = "producer",
            description = "Ids (021:060) of what was accepted, also when a later part failed",
            javaType = "java.util.List<String>")
    public static final String REMOTE_IDS = "CamelCimd2RemoteIds";

    @Metadata(label = "consumer", description = "Operation that came: 03, 20, 23 …", javaType = "String")
    public static final String RECEIVED_OPERATION = "CamelCimd2ReceivedOperation";

    @Metadata(
            label = "consumer",
            description = "The parameters that came, as on the wire, by their codes; the text itself is the body",
            javaType = "java.util.Map<String, String>")
    public static final String PARAMETERS = "CamelCimd2Parameters";

    @Metadata(
            label = "consumer",
            description = "Set by the route: refuse the operation with this error code",
            javaType = "String")
    public static final String REFUSE = "CamelCimd2ErrorCode";

    @Metadata(
            label = "consumer",
            description = "Set by the route of a server: NONE = no answer, DROP = the connection is dropped instead,"
                    + " THEN_DROP = after it; for a simulator",
            javaType = "String")
    public static final String ANSWER = "SmsAnswer";

    @Metadata(label = "consumer", description = "Address of the other side", javaType = "String")
    public static final String REMOTE_ADDRESS = "CamelCimd2RemoteAddress";

    @Metadata(label = "producer", description = "1 = ask for a reply path", javaType = "String")
    public static final String REPLY_PATH = "CamelCimd2055";

    @Metadata(label = "producer", description = "Tariff class, 0 to 99", javaType = "String")
    public static final String TARIFF_CLASS = "CamelCimd2064";

    private Cimd2Constants() {}
}
