package org.smshub.gsmmodem.sim;

import org.apache.camel.spi.Metadata;
import org.smshub.line.camel.LineHeaders;

/** Header names of the virtual modem: those that every line has, and its own. */
public final class GsmModemSimConstants extends LineHeaders {

    @Metadata(
            label = "consumer",
            description = "The centre that the message is for, as PDU or SIM card say",
            javaType = "String")
    public static final String CENTRE = "CamelGsmModemSimCentre";

    @Metadata(
            label = "consumer",
            description = "Set by the route: NONE = no answer, DROP = the connection is dropped instead, THEN_DROP ="
                    + " after it",
            javaType = "String")
    public static final String ANSWER = "SmsAnswer";

    private GsmModemSimConstants() {}
}
