package org.smshub.gsmmodem;

import org.apache.camel.spi.Metadata;
import org.smshub.line.camel.LineHeaders;

/** Header names of the component: those that every line has, and what only modems know. */
public final class GsmModemConstants extends LineHeaders {

    @Metadata(
            label = "producer",
            description =
                    "A service code to send instead of a message, such as *100# for the credit of the card. What the"
                            + " network answers becomes the body",
            javaType = "String")
    public static final String USSD = "CamelGsmModemUssd";

    @Metadata(
            label = "producer",
            description =
                    "What the network wants after a service code: 0 nothing, 1 an answer, 2 it has ended, 4 it does"
                            + " not know the code",
            javaType = "Integer")
    public static final String USSD_STATE = "CamelGsmModemUssdState";

    @Metadata(
            label = "common",
            description = "Number of the centre: by which a message came, or is to go",
            javaType = "String")
    public static final String CENTRE = "CamelGsmModemCentre";

    @Metadata(
            label = "producer",
            description = "Ids of what was accepted, also when a later part failed",
            javaType = "java.util.List<String>")
    public static final String REMOTE_IDS = "CamelGsmModemRemoteIds";

    @Metadata(label = "consumer", description = "What came, in hex, the centre's number first", javaType = "String")
    public static final String PDU = "CamelGsmModemPdu";

    @Metadata(label = "consumer", description = "IMEI of the modem it came by", javaType = "String")
    public static final String IMEI = "CamelGsmModemImei";

    @Metadata(label = "consumer", description = "Number of the SIM card it came by (ICCID)", javaType = "String")
    public static final String ICCID = "CamelGsmModemIccid";

    private GsmModemConstants() {}
}
