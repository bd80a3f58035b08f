package org.smshub.nodes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The hubs that work with one ledger, and what each has: {@code ./hub nodes}, asked of one of them by its management port. */
public final class NodesOfLedger {

    private static final String USAGE = """
            usage: ./hub nodes [URL]

            URL is the management port of one of the hubs; without it http://127.0.0.1:8081, or the port in HUB_MANAGEMENT_PORT.
            """;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private NodesOfLedger() {}

    public static void main(String[] args) throws InterruptedException {
        System.exit(run(args, System.getenv(), System.out));
    }

    /** @return 0 = told, 1 = nobody answers or there is nothing to tell, 2 = the arguments are wrong */
    static int run(String[] args, Map<String, String> environment, PrintStream out) throws InterruptedException {
        if (args.length > 1 || args.length == 1 && !args[0].matches("https?://.+")) {
            out.print(USAGE);
            return 2;
        }
        String url = args.length == 1
                ? args[0].replaceFirst("/+$", "")
                : "http://127.0.0.1:" + environment.getOrDefault("HUB_MANAGEMENT_PORT", "8081");
        try {
            return tell(ledger(url), out);
        } catch (IOException | IllegalArgumentException e) {
            out.println("No hub answers at " + url + (e.getMessage() == null ? "" : " (" + e.getMessage() + ")")
                    + "; name the management port of one that runs");
            return 1;
        }
    }

    private static JsonNode ledger(String url) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        HttpRequest ask = HttpRequest.newBuilder(URI.create(url + "/observe/health?data=true"))
                .timeout(PATIENCE)
                .build();
        HttpResponse<String> answer = client.send(ask, HttpResponse.BodyHandlers.ofString());
        for (JsonNode check : new ObjectMapper().readTree(answer.body()).path("checks")) {
            if (check.path("name").asText().equals("ledger")) {
                return check.path("data");
            }
        }
        throw new IOException("its health names no ledger");
    }

    private static int tell(JsonNode ledger, PrintStream out) {
        if (!ledger.has("nodes")) {
            out.println("This hub has its ledger alone ("
                    + ledger.path("database").asText() + "); hub.nodes = true shares one on" + " PostgreSQL");
            return 1;
        }
        for (JsonNode node : ledger.path("nodes")) {
            out.printf(
                    "%s  %-5s  %s  %s  wrote %d ms ago%s%n",
                    node.path("hub").asText(),
                    node.path("state").asText(),
                    node.path("address").asText(),
                    node.path("version").asText(),
                    node.path("quietMillis").asLong(),
                    node.path("self").asBoolean() ? "  (asked)" : "");
            Set<String> isOut = new HashSet<>();
            node.path("out").forEach(what -> isOut.add(what.asText()));
            node.path("has")
                    .properties()
                    .forEach(held -> out.printf(
                            "    %-40s since %s%s%n",
                            held.getKey(),
                            held.getValue().asText(),
                            isOut.contains(held.getKey()) ? "  out of service" : ""));
        }
        ledger.path("doesNotStart")
                .properties()
                .forEach(one -> out.printf(
                        "%s does not start at the hub that was asked: %s%n",
                        one.getKey(), one.getValue().asText()));
        ledger.path("nobodys").forEach(what -> out.println("nobody has " + what.asText()));
        return 0;
    }
}
