package org.smshub.ucp;

import static org.smshub.ucp.codec.UcpField.*;

import java.util.List;
import org.apache.camel.Message;
import org.smshub.line.camel.LineProducer;
import org.smshub.link.SmsNotSentException;
import org.smshub.ucp.codec.UcpErrorCode;
import org.smshub.ucp.codec.UcpField;
import org.smshub.ucp.codec.UcpFrame;
import org.smshub.ucp.codec.UcpOperation;
import org.smshub.ucp.codec.UcpResult;
import org.smshub.ucp.codec.UcpTime;

/**
 * Delivers messages (52) and receipts (53) to the account in SmsClient, on whichever of its sessions has a free slot; they
 * wait while it has none.
 */
public class UcpServerProducer extends LineProducer<UcpFrame> {

    private final UcpServerConfiguration options;
    private final UcpServerWriter writer;

    UcpServerProducer(UcpServerEndpoint endpoint) {
        super(endpoint);
        this.options = endpoint.getConfiguration();
        this.writer = new UcpServerWriter(options, endpoint.getComponent().ids(options, UcpTime.SECONDS));
    }

    @Override
    protected List<UcpFrame> write(Message message) {
        return writer.write(message, alphabet(message));
    }

    @Override
    protected SmsNotSentException refused(UcpFrame answer) {
        return UcpOutcome.refused(options.address(), UcpResult.read(answer));
    }

    /** A client that does not know 52 gets the text by 01, if that can carry it (EMI-UCP 4.0, section 4.2). */
    @Override
    protected UcpFrame instead(UcpFrame request, UcpFrame answer) {
        if (request.operation() != UcpOperation.DELIVER
                || !request.get(MT).equals("3")
                || !UcpResult.read(answer).ec().equals(UcpErrorCode.NOT_SUPPORTED)) {
            return null;
        }
        UcpFrame.Builder old = UcpFrame.operation(UcpOperation.CALL_INPUT);
        for (UcpField field : List.of(ADC, OADC, MT, MSG)) {
            old.set(field, request.get(field));
        }
        return old.build();
    }

    @Override
    protected void answered(Message message, List<UcpFrame> answers) {
        UcpOutcome.tell(message, answers, answers.stream().map(answer -> "").toList());
    }
}
