package org.smshub.hub.doors.twilio;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.smshub.ledger.entry.MessageView;
import org.smshub.ledger.entry.MessageView.PartView;
import org.smshub.ledger.entry.Search;

/** A Message as JSON: every key is always there. Times are of RFC 2822, which Java's SDK reads as nothing in any other form. */
record TwilioMessage(
        String sid,

        @JsonProperty("account_sid") String account,

        @JsonProperty("api_version") String version,

        String body,
        String from,
        String to,
        String status,
        String direction,

        @JsonProperty("num_segments") String segments,

        @JsonProperty("num_media") String media,

        String price,

        @JsonProperty("price_unit") String priceUnit,

        @JsonProperty("error_code") Integer errorCode,

        @JsonProperty("error_message") String errorMessage,

        @JsonProperty("messaging_service_sid") String service,

        @JsonProperty("date_created") String created,

        @JsonProperty("date_updated") String updated,

        @JsonProperty("date_sent") String sent,

        String uri,

        @JsonProperty("subresource_uris") Map<String, String> resources) {

    private static final DateTimeFormatter RFC_2822 = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss xx", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** Of the hub's tags: the messaging service, in small letters. */
    static final String SERVICE_TAG = "mg[0-9a-f]{32}";

    /** The second that was asked for last: messages of one second have one. */
    private static volatile Second last = new Second(0, RFC_2822.format(Instant.EPOCH));

    private record Second(long second, String text) {}

    static String time(long millis) {
        long second = Math.floorDiv(millis, 1_000L);
        Second known = last;
        if (known.second() != second) {
            known = new Second(second, RFC_2822.format(Instant.ofEpochSecond(second)));
            last = known;
        }
        return known.text();
    }

    /** A message that was accepted just now. @param segments 0 = a service sends it, which says so later */
    static TwilioMessage accepted(
            String account, String id, TwilioSend send, String to, String from, String status, int segments, long now) {
        return of(
                account,
                TwilioPath.sid(id),
                send.body(),
                send.service() == null ? from : null,
                to,
                new TwilioState(status, 0),
                "outbound-api",
                segments,
                send.service(),
                now,
                now,
                null);
    }

    static TwilioMessage of(String account, MessageView view) {
        String service = service(view.tags());
        List<PartView> parts = view.parts();
        String error = parts.stream()
                .filter(part -> part.state().equals(view.state()))
                .map(PartView::errorCode)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        Instant accepted = Instant.parse(view.acceptedAt());
        Instant sent = parts.stream()
                .map(PartView::sentAt)
                .filter(Objects::nonNull)
                .map(Instant::parse)
                .max(Instant::compareTo)
                .orElse(null);
        Instant done = parts.stream()
                .map(PartView::doneAt)
                .filter(Objects::nonNull)
                .map(Instant::parse)
                .max(Instant::compareTo)
                .orElse(sent == null ? accepted : sent);
        boolean reply = view.ref() == null && view.tags() != null && view.tags().contains(TwilioIncoming.REPLY_TAG);
        return of(
                account,
                TwilioPath.sid(view.id()),
                view.text() == null ? view.data() == null ? "" : view.data() : view.text(),
                view.from(),
                view.to(),
                TwilioState.of(view.state(), view.sendAt() != null, service != null, error),
                reply ? "outbound-reply" : "outbound-api",
                parts.size(),
                service,
                accepted.toEpochMilli(),
                done.toEpochMilli(),
                sent == null ? null : sent.toEpochMilli());
    }

    static TwilioMessage of(String account, Search.Received in) {
        return of(
                account,
                TwilioPath.sid(in.id()),
                in.body() instanceof String text ? text : "",
                in.from(),
                in.to(),
                new TwilioState("received", 0),
                "inbound",
                1,
                null,
                in.keptAt(),
                in.keptAt(),
                in.receivedAt());
    }

    private static TwilioMessage of(
            String account,
            String sid,
            String body,
            String from,
            String to,
            TwilioState state,
            String direction,
            int segments,
            String service,
            long created,
            long updated,
            Long sent) {
        return new TwilioMessage(
                sid,
                account,
                TwilioPath.VERSION,
                body,
                from,
                to,
                state.status(),
                direction,
                String.valueOf(segments),
                "0",
                null,
                null,
                state.errorOrNull(),
                state.words(),
                service,
                time(created),
                time(updated),
                sent == null ? null : time(sent),
                TwilioPath.ofMessage(account, sid),
                Map.of("media", TwilioPath.ofMedia(account, sid)));
    }

    /** The messaging service of a message's tags; null = there is none. */
    static String service(Collection<String> tags) {
        return tags == null
                ? null
                : tags.stream()
                        .filter(tag -> tag.matches(SERVICE_TAG))
                        .map(tag -> "MG" + tag.substring(2))
                        .findFirst()
                        .orElse(null);
    }

    /** No text, no number. */
    @Override
    public String toString() {
        return sid;
    }
}
