package org.smshub.text.tpdu;

import org.smshub.text.OctetReader;

/**
 * SMS-SUBMIT-REPORT (3GPP TS 23.040 9.2.2.2a): the centre's answer to a SUBMIT.
 *
 * @param failureCause 0x80 to 0xFF; -1 when the message was accepted
 * @param time when the centre received it
 */
public record SubmitReport(int failureCause, Timestamp time, ReportParameters parameters) implements Tpdu {

    public SubmitReport {
        FailureCause.check(failureCause);
    }

    static SubmitReport read(int first, OctetReader in) {
        int cause = FailureCause.read(in);
        int indicator = ReportParameters.readIndicator(in);
        Timestamp time = new Timestamp(in.seven("the time stamp"));
        return new SubmitReport(cause, time, ReportParameters.read(indicator, first, in));
    }

    @Override
    public byte[] octets() {
        OctetWriter out = new OctetWriter().octet(1 | OctetWriter.udhi(parameters.userData()));
        FailureCause.write(out, failureCause).octet(parameters.indicator()).seven(time.octets());
        return parameters.write(out).toOctets();
    }
}
