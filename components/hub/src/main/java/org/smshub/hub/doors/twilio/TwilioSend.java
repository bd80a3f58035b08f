package org.smshub.hub.doors.twilio;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.smshub.text.Encoding;
import org.smshub.text.plan.Transliteration;

/**
 * A Message that is to be created, as far as its fields can be judged by themselves.
 *
 * @param from null = the messaging service says it
 * @param service {@code MG} and 32 hexadecimal digits, or null
 * @param sendAt epoch milliseconds, or null
 * @param seconds of its validity, or null
 */
record TwilioSend(String to, String from, String service, String body, String callback, Long sendAt, Integer seconds) {

    private static final int BODY_MOST = 1600;
    private static final int SECONDS_MOST = 36_000;
    private static final Pattern SERVICE = Pattern.compile("MG[0-9a-fA-F]{32}");
    private static final Pattern UNESCAPED = Pattern.compile(" [0-9 ()-]+");

    /** @throws TwilioError the code of what is missing or wrong */
    static TwilioSend of(TwilioForm form) throws TwilioError {
        String to = form.filled("To");
        if (to == null) {
            throw TwilioError.wrong(21604, "A 'To' phone number is required.");
        }
        String from = form.filled("From");
        String service = form.filled("MessagingServiceSid");
        if (from != null && SERVICE.matcher(from).matches()) {
            service = from;
            from = null;
        }
        if (from == null && service == null) {
            throw TwilioError.wrong(21603, "A 'From' phone number is required.");
        }
        if (service != null && !SERVICE.matcher(service).matches()) {
            throw TwilioError.parameter("MessagingServiceSid", "is MG and 32 hexadecimal digits");
        }
        if (to.indexOf(':') >= 0) {
            throw TwilioError.wrong(21211, "Invalid 'To' Phone Number: only SMS is sent here, and no other channel");
        }
        if (from != null && from.indexOf(':') >= 0) {
            throw TwilioError.wrong(21212, "Invalid 'From' Number: only SMS is sent here, and no other channel");
        }
        if (form.filled("MediaUrl") != null || form.is("SendAsMms")) {
            throw TwilioError.wrong(21620, "Media is not sent here: SMS has text alone. Leave 'MediaUrl' out");
        }
        if (form.filled("ContentSid") != null) {
            throw TwilioError.wrong(
                    21655, "The ContentSid is Invalid: there are no content templates here. Send 'Body'");
        }
        return new TwilioSend(
                spelled(to),
                from == null ? null : spelled(from),
                service,
                body(form),
                form.filled("StatusCallback"),
                sendAt(form),
                seconds(form));
    }

    /** A + that nobody escaped. */
    private static String spelled(String number) {
        return UNESCAPED.matcher(number).matches() ? "+" + number.strip() : number;
    }

    private static String body(TwilioForm form) throws TwilioError {
        String body = form.get("Body");
        if (body == null || body.isEmpty()) {
            throw TwilioError.wrong(21602, "Message body is required.");
        }
        if (body.length() > BODY_MOST) {
            throw TwilioError.wrong(21617, "The concatenated message body exceeds the 1600 character limit.");
        }
        String like = form.is("SmartEncoded") ? Transliteration.of(body, Encoding.GSM7) : null;
        return like == null ? body : like;
    }

    private static Long sendAt(TwilioForm form) throws TwilioError {
        String at = form.filled("SendAt");
        if (at == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(at).toInstant().toEpochMilli();
        } catch (DateTimeParseException noOffset) {
            try {
                return Instant.parse(at + "Z").toEpochMilli();
            } catch (DateTimeParseException e) {
                throw TwilioError.parameter("SendAt", "is a time such as 2026-11-27T20:30:00Z");
            }
        }
    }

    private static Integer seconds(TwilioForm form) throws TwilioError {
        String seconds = form.filled("ValidityPeriod");
        if (seconds == null) {
            return null;
        }
        if (!seconds.matches("[0-9]{1,5}")
                || Integer.parseInt(seconds) < 1
                || Integer.parseInt(seconds) > SECONDS_MOST) {
            throw TwilioError.parameter("ValidityPeriod", "is 1 to " + SECONDS_MOST + " seconds");
        }
        return Integer.valueOf(seconds);
    }

    /** No text. */
    @Override
    public String toString() {
        return "message";
    }
}
