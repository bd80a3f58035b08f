package org.smshub.it.doors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.smshub.bench.HttpRate;
import org.smshub.bench.HubProcess;
import org.smshub.bench.Smsbox;

/**
 * What comes in by a door in a second, beside {@code /v1/messages} and Kannel's own smsbox in the same run, in turn, by the same load:
 * nobody takes what they accept. With -Pfull.
 */
@Timeout(600)
@EnabledIfSystemProperty(named = "full", matches = "true")
class DoorRateIT {

    private static final int SECONDS = 4;
    private static final int TURNS = 5;

    @Test
    void aDoorTakesSevenTenthsAtLeast() throws Exception {
        String account = "AC0123456789abcdef0123456789abcdef";
        try (DoorHub hub = new DoorHub("kannel", "jasmin", "twilio", "vonage")) {
            hub.client("app", "doors: {kannel: {}, jasmin: {}, twilio: {account: " + account + "}, vonage: {}}");
            hub.centre.close();
            hub.site.environment().remove("JAVA_OPTS");
            hub.start("/ping");
            String query = "username=app&password=secret&from=12345&to=48600#######&";
            Map<String, byte[]> doors = new LinkedHashMap<>();
            doors.put("Kannel", get("/cgi-bin/sendsms?" + query + "text=" + text()));
            doors.put("Jasmin", get("/send?" + query + "content=" + text()));
            doors.put(
                    "Twilio",
                    post(
                            "/2010-04-01/Accounts/" + account + "/Messages.json",
                            account,
                            "To=%2B48600#######&From=12345&Body=" + text()));
            doors.put("Vonage", post("/sms/json", "app", "to=48600#######&from=12345&text=" + text()));
            HubProcess process = hub.process;
            HttpRate.measure(process, 2 * SECONDS);
            for (byte[] request : doors.values()) {
                HttpRate.measure(process, request, 2 * SECONDS);
            }
            Map<String, List<Double>> shares = new LinkedHashMap<>();
            List<Double> rival = new ArrayList<>();
            double api = HttpRate.measure(process, SECONDS);
            for (int turn = 0; turn < TURNS; turn++) {
                double kannels = smsbox();
                rival.add(kannels / api);
                System.out.printf("doors: /v1/messages %,.0f a second, Kannel's smsbox %,.0f", api, kannels);
                for (Map.Entry<String, byte[]> door : doors.entrySet()) {
                    double rate = HttpRate.measure(process, door.getValue(), SECONDS);
                    // before it and after it: a machine that slows down meanwhile is nobody's fault
                    double after = HttpRate.measure(process, SECONDS);
                    System.out.printf(", %s %,.0f, /v1/messages %,.0f", door.getKey(), rate, after);
                    shares.computeIfAbsent(door.getKey(), name -> new ArrayList<>())
                            .add(2 * rate / (api + after));
                    api = after;
                }
                System.out.println();
            }
            System.out.printf("doors by /v1/messages: smsbox %.2f", median(rival));
            shares.forEach((door, all) -> System.out.printf(", %s %.2f", door, median(all)));
            System.out.println();
            shares.forEach((door, all) -> assertThat(median(all)).as(door).isGreaterThanOrEqualTo(0.7));
        }
    }

    /** One of its own each time: what waits in bearerbox it writes down every ten seconds, whole. */
    private static double smsbox() throws Exception {
        try (Smsbox smsbox = new Smsbox()) {
            return smsbox.measure(SECONDS);
        }
    }

    private static byte[] post(String path, String name, String form) {
        String login = Base64.getEncoder().encodeToString((name + ":secret").getBytes(StandardCharsets.US_ASCII));
        return ("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Basic " + login
                        + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length()
                        + "\r\n\r\n" + form)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String text() {
        return "Bench+#######%3A+the+quick+brown+fox+jumps+on";
    }

    private static byte[] get(String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
