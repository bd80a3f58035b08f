package org.smshub.ucp;

import org.apache.camel.spi.Metadata;
import org.smshub.line.camel.LineHeaders;

/**
 * Header names of the components: those that every line has, and what only UCP knows.
 *
 * <p>A header {@code CamelUcp} + name of a field ({@code CamelUcpAC}, {@code CamelUcpNAdC} …) sets that field of the
 * operation that is sent, whatever else would set it. Received fields are in {@link #FIELDS} instead, so that nothing is
 * passed on by accident.
 */
public final class UcpConstants extends LineHeaders {

    /** What a field's name is put behind. */
    static final String PREFIX = "CamelUcp";

    @Metadata(
            label = "producer",
            description =
                    "Operation to send: 51, 30 or 01 for a message, 54 (modify), 55 (inquire), 56 (delete), 31, or"
                            + " at a server 52, 53, 57, 58",
            javaType = "String")
    public static final String OPERATION = "CamelUcpOperation";

    @Metadata(label = "consumer", description = "Operation that came: 51, 52, 53 …", javaType = "String")
    public static final String RECEIVED_OPERATION = "CamelUcpReceivedOperation";

    @Metadata(
            label = "consumer",
            description =
                    "The fields that came, as on the wire, by their names in the specification; the message itself"
                            + " is the body",
            javaType = "java.util.Map<String, String>")
    public static final String FIELDS = "CamelUcpFields";

    @Metadata(
            label = "producer",
            description = "More extra services: XSer elements in hex, put behind those made from the other headers",
            javaType = "String")
    public static final String XSER = "CamelUcpXSer";

    @Metadata(
            label = "producer",
            description = "Billing identifier, up to 20 visible ASCII characters (XSer 0C)",
            javaType = "String")
    public static final String BILLING = "CamelUcpBilling";

    @Metadata(
            label = "producer",
            description = "Ids (AdC:SCTS) of the parts that were accepted, also when a later part failed",
            javaType = "java.util.List<String>")
    public static final String REMOTE_IDS = "CamelUcpRemoteIds";

    @Metadata(label = "producer", description = "SM of the result, as it came", javaType = "String")
    public static final String RESULT = "CamelUcpSM";

    @Metadata(
            label = "producer",
            description = "End of validity when the centre changed it, DDMMYYHHmm",
            javaType = "String")
    public static final String MODIFIED_VALIDITY = "CamelUcpMVP";

    @Metadata(
            label = "consumer",
            description = "Set by the route: refuse the operation with this error code, two digits",
            javaType = "String")
    public static final String REFUSE = "CamelUcpEC";

    @Metadata(label = "consumer", description = "Address of the other side", javaType = "String")
    public static final String REMOTE_ADDRESS = "CamelUcpRemoteAddress";

    @Metadata(label = "producer", description = "Authentication code of the originator", javaType = "String")
    public static final String AC = "CamelUcpAC";

    @Metadata(label = "producer", description = "Notification address; give CamelUcpNPID too", javaType = "String")
    public static final String NADC = "CamelUcpNAdC";

    @Metadata(label = "producer", description = "Kind of the notification address, 0539 = TCP/IP", javaType = "String")
    public static final String NPID = "CamelUcpNPID";

    @Metadata(
            label = "producer",
            description = "Last resort address; give CamelUcpLRq and CamelUcpLPID too",
            javaType = "String")
    public static final String LRAD = "CamelUcpLRAd";

    @Metadata(label = "producer", description = "Priority, needs a subscription", javaType = "String")
    public static final String PR = "CamelUcpPR";

    @Metadata(label = "producer", description = "1 = more messages follow to this recipient", javaType = "String")
    public static final String MMS = "CamelUcpMMS";

    @Metadata(label = "producer", description = "1 = ask for a reply path", javaType = "String")
    public static final String RPI = "CamelUcpRPI";

    @Metadata(
            label = "producer",
            description = "Time stamp of the message to modify, DDMMYYHHmmss; else SmsRemoteId tells it",
            javaType = "String")
    public static final String SCTS = "CamelUcpSCTS";

    private UcpConstants() {}
}
