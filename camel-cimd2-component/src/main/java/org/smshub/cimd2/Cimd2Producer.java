package org.smshub.cimd2;

import static org.smshub.cimd2.codec.Cimd2Parameter.*;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Message;
import org.smshub.cimd2.codec.Cimd2Error;
import org.smshub.cimd2.codec.Cimd2Frame;
import org.smshub.cimd2.codec.Cimd2Frame.Value;
import org.smshub.cimd2.codec.Cimd2Operation;
import org.smshub.line.camel.LineProducer;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;

/** Sends messages: one operation each, or one for each part. */
public class Cimd2Producer extends LineProducer<Cimd2Frame> {

    private final Cimd2Configuration options;
    private final Cimd2Writer writer;

    Cimd2Producer(Cimd2Endpoint endpoint) {
        super(endpoint);
        this.options = endpoint.getConfiguration();
        this.writer = new Cimd2Writer(options);
    }

    @Override
    protected List<Cimd2Frame> write(Message message) {
        return writer.write(message);
    }

    @Override
    protected SmsNotSentException refused(Cimd2Frame answer) {
        return Cimd2Error.refused(options.address(), answer);
    }

    /** {@code 021:060}, of several destinations one each. */
    @Override
    protected String remoteId(Cimd2Frame request, Cimd2Frame answer) {
        return String.join(",", ids(answer));
    }

    /** A time stamp without a destination before it, or the other way round, tells no receipt apart. */
    private List<String> ids(Cimd2Frame answer) {
        List<String> ids = new ArrayList<>(1);
        String destination = "";
        for (Value value : answer.parameters()) {
            if (value.code() == DESTINATION.code()) {
                destination = value.value();
            } else if (value.code() == TIMESTAMP.code()
                    && !destination.isEmpty()
                    && !value.value().isEmpty()) {
                ids.add(options.remoteId(destination, value.value()));
                destination = "";
            }
        }
        return ids;
    }

    @Override
    protected void answered(Message message, List<Cimd2Frame> answers) {
        message.setHeader(
                Cimd2Constants.REMOTE_IDS,
                answers.stream().flatMap(answer -> ids(answer).stream()).toList());
        if (!answers.isEmpty()) {
            Cimd2Frame last = answers.get(answers.size() - 1);
            message.setHeader(Cimd2Constants.RESPONSE, last.open());
            if (last.operation() == Cimd2Operation.ENQUIRE.code() + Cimd2Operation.RESPONSE) {
                message.setHeader(SmsHeaders.REMOTE_ID, options.remoteId(last.get(DESTINATION), last.get(TIMESTAMP)));
                Cimd2Reader.status(last, options, message);
            }
        }
    }
}
