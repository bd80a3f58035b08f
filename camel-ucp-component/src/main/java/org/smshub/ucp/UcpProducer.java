package org.smshub.ucp;

import java.util.List;
import org.apache.camel.Message;
import org.smshub.line.camel.LineProducer;
import org.smshub.link.SmsNotSentException;
import org.smshub.ucp.codec.UcpAddress;
import org.smshub.ucp.codec.UcpFrame;
import org.smshub.ucp.codec.UcpResult;

/** Sends messages: one operation each, or one for each part. */
public class UcpProducer extends LineProducer<UcpFrame> {

    private final UcpConfiguration options;
    private final UcpWriter writer;

    UcpProducer(UcpEndpoint endpoint) {
        super(endpoint);
        this.options = endpoint.getConfiguration();
        this.writer = new UcpWriter(options);
    }

    @Override
    protected List<UcpFrame> write(Message message) {
        return writer.write(message);
    }

    @Override
    protected SmsNotSentException refused(UcpFrame answer) {
        return UcpOutcome.refused(options.address(), UcpResult.read(answer));
    }

    /** {@code AdC:SCTS}; what is not of that form (nothing, a time alone, words) tells no receipt apart. */
    @Override
    protected String remoteId(UcpFrame request, UcpFrame answer) {
        return remoteId(answer);
    }

    private String remoteId(UcpFrame answer) {
        String sm = UcpResult.read(answer).sm();
        int colon = sm.indexOf(':');
        boolean id = colon > 0 && UcpAddress.isNumber(sm.substring(0, colon)) && colon < sm.length() - 1;
        return id ? options.remoteId(sm.substring(0, colon), sm.substring(colon + 1)) : "";
    }

    @Override
    protected void answered(Message message, List<UcpFrame> answers) {
        UcpOutcome.tell(message, answers, answers.stream().map(this::remoteId).toList());
    }
}
