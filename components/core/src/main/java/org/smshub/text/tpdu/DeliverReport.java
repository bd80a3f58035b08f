package org.smshub.text.tpdu;

import org.smshub.text.OctetReader;

/**
 * SMS-DELIVER-REPORT (3GPP TS 23.040 9.2.2.1a): the handset's answer to a DELIVER or STATUS-REPORT.
 *
 * @param failureCause 0x80 to 0xFF; -1 when the message was accepted
 */
public record DeliverReport(int failureCause, ReportParameters parameters) implements Tpdu {

    /** Accepted, nothing to add: what follows AT+CNMA=1. */
    public static final DeliverReport ACCEPTED = new DeliverReport(FailureCause.NONE, ReportParameters.NONE);

    public DeliverReport {
        FailureCause.check(failureCause);
    }

    static DeliverReport read(int first, OctetReader in) {
        int cause = FailureCause.read(in);
        return new DeliverReport(cause, ReportParameters.read(ReportParameters.readIndicator(in), first, in));
    }

    @Override
    public byte[] octets() {
        OctetWriter out = new OctetWriter().octet(OctetWriter.udhi(parameters.userData()));
        FailureCause.write(out, failureCause).octet(parameters.indicator());
        return parameters.write(out).toOctets();
    }
}
