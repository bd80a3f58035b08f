package org.smshub.gsmmodem;

import java.util.List;
import org.apache.camel.Message;
import org.smshub.gsmmodem.at.AtAnswer;
import org.smshub.gsmmodem.at.AtFrame;
import org.smshub.gsmmodem.dialogue.Ussd;
import org.smshub.line.camel.LineProducer;
import org.smshub.link.SmsNotSentException;
import org.smshub.link.SmsUnknownOutcomeException;
import org.smshub.link.errors.ErrorCode;
import org.smshub.link.errors.ErrorCode.Retry;

/** Sends messages, one command for each part, and service codes. */
public class GsmModemProducer extends LineProducer<AtFrame> {

    private final GsmModemConfiguration options;
    private final GsmModemWriter writer;

    GsmModemProducer(GsmModemEndpoint endpoint) {
        super(endpoint);
        this.options = endpoint.getConfiguration();
        this.writer = new GsmModemWriter(options);
    }

    @Override
    protected List<AtFrame> write(Message message) {
        return writer.write(message);
    }

    @Override
    protected SmsNotSentException refused(AtFrame answer) {
        ErrorCode code = code(answer);
        return code == null ? null : code.toException(words(answer, code));
    }

    @Override
    protected SmsUnknownOutcomeException unknown(AtFrame answer) {
        ErrorCode code = code(answer);
        return code != null && code.retry() == Retry.UNKNOWN
                ? new SmsUnknownOutcomeException(code.name(), words(answer, code))
                : null;
    }

    private static ErrorCode code(AtFrame answer) {
        return GsmModemError.of(((AtAnswer) answer).result());
    }

    private String words(AtFrame answer, ErrorCode code) {
        return options.address() + " refused with " + ((AtAnswer) answer).result() + " (" + code.words() + ")";
    }

    @Override
    protected String remoteId(AtFrame request, AtFrame answer) {
        return isUssd(answer) ? "" : ((AtAnswer) answer).text();
    }

    private static boolean isUssd(AtFrame answer) {
        return ((AtAnswer) answer).result().values(Ussd.ANSWER).size() > 0;
    }

    @Override
    protected void answered(Message message, List<AtFrame> answers) {
        if (!answers.isEmpty() && isUssd(answers.get(0))) {
            AtAnswer said = (AtAnswer) answers.get(0);
            message.setBody(said.text());
            message.setHeader(
                    GsmModemConstants.USSD_STATE,
                    said.result().values(Ussd.ANSWER).number(0));
            return;
        }
        message.setHeader(
                GsmModemConstants.REMOTE_IDS,
                answers.stream()
                        .map(answer -> ((AtAnswer) answer).text())
                        .filter(id -> !id.isEmpty())
                        .toList());
    }
}
