package org.smshub.it.doors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.smshub.bench.HttpRate;
import org.smshub.bench.HubProcess;

/** What comes in by a door in a second, beside {@code /v1/messages} in the same run, in turn. With -Pfull. */
@Timeout(600)
@EnabledIfSystemProperty(named = "full", matches = "true")
class DoorRateIT {

    private static final int SECONDS = 5;
    private static final int TURNS = 5;

    @Test
    void aDoorTakesSevenTenthsAtLeast() throws Exception {
        try (DoorHub hub = new DoorHub("kannel", "jasmin")) {
            hub.client("app", "doors: {kannel: {}, jasmin: {}}");
            // what is accepted alone is measured: nobody takes it
            hub.centre.close();
            hub.site.environment().remove("JAVA_OPTS");
            hub.start("/ping");
            String query = "username=app&password=secret&from=12345&to=48600#######&";
            byte[] kannel = get("/cgi-bin/sendsms?" + query + "text=" + text());
            byte[] jasmin = get("/send?" + query + "content=" + text());
            HubProcess process = hub.process;
            HttpRate.measure(process, 2 * SECONDS);
            HttpRate.measure(process, kannel, SECONDS);
            HttpRate.measure(process, jasmin, SECONDS);
            List<Double> ofKannel = new ArrayList<>();
            List<Double> ofJasmin = new ArrayList<>();
            for (int turn = 0; turn < TURNS; turn++) {
                double api = HttpRate.measure(process, SECONDS);
                double byKannel = HttpRate.measure(process, kannel, SECONDS);
                double byJasmin = HttpRate.measure(process, jasmin, SECONDS);
                System.out.printf(
                        "doors: /v1/messages %,.0f a second, Kannel %,.0f, Jasmin %,.0f%n", api, byKannel, byJasmin);
                ofKannel.add(byKannel / api);
                ofJasmin.add(byJasmin / api);
            }
            assertThat(median(ofKannel)).isGreaterThanOrEqualTo(0.7);
            assertThat(median(ofJasmin)).isGreaterThanOrEqualTo(0.7);
        }
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
