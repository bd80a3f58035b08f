package org.smshub.hub.files.spool;

import java.io.IOException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.entry.MessageView;
import org.smshub.ledger.entry.PartState;
import org.smshub.link.SmsHeaders;

/**
 * The spool folder of smstools, out: files of {@code checked} move to {@code sent} or {@code failed} with the headers that smsd
 * adds, receipts become files in {@code report}, messages that come in files in {@code incoming}. An event that is told again
 * writes the same file again.
 */
public class SpoolOutput {

    private static final Logger LOG = LoggerFactory.getLogger(SpoolOutput.class);

    private String folder;
    private String reports = "report";
    private String alphabet = "ISO";
    private EventHandler handler = new EventHandler("", 0);

    private SpoolFolder spool() {
        return new SpoolFolder(Path.of(folder));
    }

    /** What became of a message; the body is the message as {@code ledger:find} has it, or null. */
    public void receipt(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        String ref = message.getHeader(SmsHeaders.CLIENT_REF, String.class);
        String name = SpoolFolder.name(ref);
        PartState state = PartState.read(message.getHeader(SmsHeaders.STATE, String.class));
        if (name == null || state == null) {
            LOG.debug("A receipt is of no file of the spool folder");
            return;
        }
        MessageView view = message.getBody() instanceof MessageView found ? found : null;
        String id = SpoolFolder.messageId(message.getHeader(SmsHeaders.ID, "", String.class));
        boolean left = state == PartState.SENT || state == PartState.BUFFERED || sentAt(view) != null;
        String ended = left ? "sent" : "failed";
        spool().ended(name, ref, ended, left ? sent(view, id) : failed(message, view, state));
        if (state == PartState.SENT || !left) {
            handler.run(left ? "SENT" : "FAILED", spool().file(ended, name), left ? id : null);
        }
        if (left && state != PartState.SENT && isReported(name, state)) {
            report(message, view, state, id);
        }
    }

    private boolean isReported(String name, PartState state) {
        try {
            return SpoolFile.parse(SpoolFolder.read(spool().file("sent", name))).isYes("Report")
                    || state == PartState.DELIVERED;
        } catch (IOException | IllegalArgumentException e) {
            return state == PartState.DELIVERED;
        }
    }

    private static String sentAt(MessageView view) {
        return view == null
                ? null
                : view.parts().stream()
                        .map(MessageView.PartView::sentAt)
                        .filter(java.util.Objects::nonNull)
                        .findFirst()
                        .orElse(null);
    }

    private static String modem(MessageView view) {
        return view == null || view.parts().isEmpty()
                ? "hub"
                : view.parts().get(0).link();
    }

    private static List<SpoolFile.Header> sent(MessageView view, String id) {
        String at = sentAt(view);
        long time = at == null ? System.currentTimeMillis() : Instant.parse(at).toEpochMilli();
        List<SpoolFile.Header> headers = new ArrayList<>();
        headers.add(new SpoolFile.Header("Modem", modem(view)));
        headers.add(new SpoolFile.Header("Sent", SpoolFolder.time(time)));
        headers.add(new SpoolFile.Header("Message_id", id));
        return headers;
    }

    private static List<SpoolFile.Header> failed(Message message, MessageView view, PartState state) {
        String reason = message.getHeader(SmsHeaders.ERROR_CODE, String.class);
        for (MessageView.PartView part : view == null ? List.<MessageView.PartView>of() : view.parts()) {
            if (part.errorText() != null) {
                reason = part.errorCode() + " " + part.errorText();
                break;
            }
        }
        return List.of(
                new SpoolFile.Header("Modem", modem(view)),
                new SpoolFile.Header("Fail_reason", reason == null ? state.name() : state.name() + " " + reason),
                new SpoolFile.Header("Failed", SpoolFolder.time(System.currentTimeMillis())));
    }

    /** TP-Status (3GPP TS 23.040 9.2.3.15) in smstools' words. */
    private static String status(PartState state) {
        return switch (state) {
            case DELIVERED -> "0,Ok,short message received by the SME";
            case BUFFERED -> "32,Still trying,congestion";
            case EXPIRED -> "70,Error,validity period expired";
            case DELETED, CANCELLED -> "72,Error,deleted by the originating SME";
            case REJECTED -> "65,Error,incompatible destination";
            case UNKNOWN -> "2,Ok,short message forwarded but unable to confirm delivery";
            default -> "64,Error,remote procedure error";
        };
    }

    private void report(Message message, MessageView view, PartState state, String id) throws IOException {
        long at = message.getHeader(SmsHeaders.DONE_AT, System.currentTimeMillis(), Long.class);
        String sent = sentAt(view);
        List<SpoolFile.Header> headers = new ArrayList<>();
        headers.add(new SpoolFile.Header("From", digits(message.getHeader(SmsHeaders.TO, String.class))));
        headers.add(new SpoolFile.Header(
                "Sent", SpoolFolder.time(sent == null ? at : Instant.parse(sent).toEpochMilli())));
        headers.add(new SpoolFile.Header("Received", SpoolFolder.time(System.currentTimeMillis())));
        headers.add(new SpoolFile.Header("Subject", modem(view)));
        headers.add(new SpoolFile.Header("Modem", modem(view)));
        headers.add(new SpoolFile.Header("Alphabet", "ISO"));
        String body = "SMS STATUS REPORT\nMessage_id: " + id + "\nDischarge_timestamp: " + SpoolFolder.time(at)
                + "\nStatus: " + status(state) + "\n";
        String name = safe(modem(view)) + "." + suffix(message);
        Path file = spool().write(
                        reports, name, new SpoolFile(headers, body.getBytes(StandardCharsets.ISO_8859_1)).octets());
        handler.run("REPORT", file, null);
    }

    /** A message that came in. */
    public void incoming(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        String link = message.getHeader(SmsHeaders.LINK, "hub", String.class);
        long at = message.getHeader(SmsHeaders.RECEIVED_AT, System.currentTimeMillis(), Long.class);
        List<SpoolFile.Header> headers = new ArrayList<>();
        headers.add(new SpoolFile.Header("From", digits(message.getHeader(SmsHeaders.FROM, String.class))));
        headers.add(new SpoolFile.Header("Sent", SpoolFolder.time(at)));
        headers.add(new SpoolFile.Header("Received", SpoolFolder.time(System.currentTimeMillis())));
        headers.add(new SpoolFile.Header("Subject", link));
        headers.add(new SpoolFile.Header("Modem", link));
        headers.add(new SpoolFile.Header("Number", digits(message.getHeader(SmsHeaders.TO, String.class))));
        if (Integer.valueOf(0).equals(message.getHeader(SmsHeaders.CLASS, Integer.class))) {
            headers.add(new SpoolFile.Header("Flash", "yes"));
        }
        headers.add(new SpoolFile.Header("Report", "no"));
        byte[] body = body(message, headers);
        Path file =
                spool().write("incoming", safe(link) + "." + suffix(message), new SpoolFile(headers, body).octets());
        handler.run("RECEIVED", file, null);
    }

    private byte[] body(Message message, List<SpoolFile.Header> headers) {
        String udh = message.getHeader(SmsHeaders.UDH, String.class);
        if (message.getBody() instanceof byte[] octets) {
            headers.add(new SpoolFile.Header("Alphabet", "binary"));
            if (udh != null) {
                headers.add(new SpoolFile.Header("UDH-DATA", udh));
            }
            headers.add(new SpoolFile.Header("Length", String.valueOf(octets.length)));
            headers.add(new SpoolFile.Header("UDH", "false"));
            return octets;
        }
        String text = message.getBody(String.class);
        String all = text == null ? "" : text;
        CharsetEncoder iso = SpoolFile.ISO.newEncoder();
        boolean utf8 = alphabet.equals("UTF-8");
        boolean fits = iso.canEncode(all);
        headers.add(new SpoolFile.Header("Alphabet", utf8 ? "UTF-8" : fits ? "ISO" : "UCS2"));
        headers.add(new SpoolFile.Header("Length", String.valueOf(all.length())));
        return all.getBytes(utf8 ? StandardCharsets.UTF_8 : fits ? SpoolFile.ISO : StandardCharsets.UTF_16BE);
    }

    /** The same for the same event, six characters at least. */
    private static String suffix(Message message) {
        String event = message.getHeader(SmsHeaders.EVENT_ID, "", String.class);
        String number = event.substring(event.lastIndexOf('-') + 1);
        String digits = number.matches("\\d{1,18}") ? Long.toString(Long.parseLong(number), 36) : "0";
        return "0".repeat(Math.max(0, 6 - digits.length())) + digits;
    }

    private static String digits(String number) {
        return number == null ? "" : number.startsWith("+") ? number.substring(1) : number;
    }

    private static String safe(String link) {
        return link.replaceAll("[^A-Za-z0-9_-]", "_");
    }

    public String getFolder() {
        return folder;
    }

    /** With checked, sent, failed, incoming and report in it. */
    public void setFolder(String folder) {
        this.folder = folder;
    }

    public String getReports() {
        return reports;
    }

    /** The folder in it that reports go to: report, or incoming. */
    public void setReports(String reports) {
        this.reports = reports;
    }

    public String getAlphabet() {
        return alphabet;
    }

    /** Of what comes in: ISO (UCS2 where that does not do, as smsd has it) or UTF-8. */
    public void setAlphabet(String alphabet) {
        if (!alphabet.equals("ISO") && !alphabet.equals("UTF-8")) {
            throw new IllegalArgumentException("Option alphabet of spool-out is ISO or UTF-8, not " + alphabet);
        }
        this.alphabet = alphabet;
    }

    public String getEventHandler() {
        return handler.program();
    }

    /** A program that is told: {@code program SENT|FAILED|REPORT|RECEIVED file [message id]}; empty = none. */
    public void setEventHandler(String program) {
        this.handler = new EventHandler(program, EventHandler.PATIENCE_SECONDS);
    }
}
