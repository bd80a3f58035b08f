package org.smshub.hub.pending;

import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.smshub.hub.RefusedException;
import org.smshub.ledger.LedgerComponent;
import org.smshub.ledger.Searches;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.entry.Changed;
import org.smshub.ledger.entry.Submission;
import org.smshub.link.SmsHeaders;

/** What applications want of messages that wait, by whichever protocol: which is meant, what it was, and whether it was done. */
public class PendingMessages {

    /** Behind the id that a protocol of times gave, in SmsClientRef. */
    private static final char MARK = '#';

    /** SmsId of the message of SmsClient that was accepted with the id SmsRemoteId, by a protocol that knows it by recipient and time. */
    public void byTime(Exchange exchange) throws RefusedException, LedgerException {
        Message message = exchange.getMessage();
        String id = message.getHeader(SmsHeaders.REMOTE_ID, String.class);
        String client = message.getHeader(SmsHeaders.CLIENT, String.class);
        List<String> found =
                id == null || client == null ? List.of() : searches(exchange).byRef(client, id + MARK, 1);
        if (found.isEmpty()) {
            throw unknown();
        }
        message.setHeader(SmsHeaders.ID, found.get(0));
    }

    /**
     * The message SmsId, of SmsClient where that is set, with another text: the body is that, and SmsPriority, SmsSendAt and
     * SmsValidUntil are there where they are to be other; all else is as it was.
     */
    public void restore(Exchange exchange) throws RefusedException, LedgerException {
        Message message = exchange.getMessage();
        String id = message.getHeader(SmsHeaders.ID, String.class);
        List<Submission> parts = id == null
                ? List.of()
                : searches(exchange).parts(id, message.getHeader(SmsHeaders.CLIENT, String.class));
        if (parts == null) {
            throw damaged();
        }
        if (parts.isEmpty()) {
            throw unknown();
        }
        Submission was = parts.get(0);
        Integer priority = message.getHeader(SmsHeaders.PRIORITY, Integer.class);
        Long sendAt = message.getHeader(SmsHeaders.SEND_AT, Long.class);
        Long validUntil = message.getHeader(SmsHeaders.VALID_UNTIL, Long.class);
        message.removeHeaders("Sms*");
        set(message, SmsHeaders.ID, id);
        set(message, SmsHeaders.CLIENT, was.client());
        set(message, SmsHeaders.TO, was.recipient());
        set(message, SmsHeaders.FROM, was.sender());
        set(message, SmsHeaders.CLASS, was.messageClass());
        set(message, SmsHeaders.RECEIPT, was.receipt());
        set(message, SmsHeaders.FIELDS, was.fields());
        set(message, SmsHeaders.LINKS, was.links());
        set(message, SmsHeaders.PRIORITY, priority == null ? Integer.valueOf(was.priority()) : priority);
        boolean early = was.due() > System.currentTimeMillis();
        set(message, SmsHeaders.SEND_AT, sendAt == null && early ? Long.valueOf(was.due()) : sendAt);
        set(message, SmsHeaders.VALID_UNTIL, validUntil == null ? was.expires() : validUntil);
    }

    private static void set(Message message, String name, Object value) {
        if (value != null) {
            message.setHeader(name, value);
        }
    }

    /** After a change: @throws RefusedException it could not be done, saying why */
    public void done(Exchange exchange) throws RefusedException {
        Changed changed = exchange.getMessage().getBody(Changed.class);
        switch (changed.what()) {
            case DONE -> {
                /* so it is */
            }
            case NOT_FOUND -> throw unknown();
            case LEFT ->
                throw conflict("The message, or a part of it, has left or is about to (" + changed.state() + ")");
            case ENDED -> throw conflict("The message has ended (" + changed.state() + ")");
            case NOT_FAILED -> throw conflict("The message has not ended, or was delivered (" + changed.state() + ")");
            case TEXT_GONE -> throw conflict("The text of the message is not kept any more");
            case NOT_TOLD -> throw conflict("Nobody is told of it (" + changed.state() + ")");
            case NOT_CARRIED ->
                throw conflict("The link where the message waits, or is to wait, does not carry that text");
            case DAMAGED -> throw damaged();
        }
    }

    private static RefusedException unknown() {
        return new RefusedException(RefusedException.Reason.NOT_FOUND, "id", "There is no such message of yours");
    }

    private static RefusedException damaged() {
        return conflict("What is stored of the message is damaged; it will not be sent");
    }

    private static RefusedException conflict(String detail) {
        return new RefusedException(RefusedException.Reason.CONFLICT, null, detail);
    }

    private static Searches searches(Exchange exchange) {
        return exchange.getContext()
                .getComponent("ledger", LedgerComponent.class)
                .ledger()
                .searches();
    }
}
