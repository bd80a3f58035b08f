package org.smshub.modem;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * What a modem says of itself, and a message by it when asked: {@code ./hub modem PORT}. What the card holds is not touched,
 * since nothing here receives.
 */
public final class Modem {

    private static final String USAGE = """
            usage: ./hub modem PORT [--to NUMBER [--text TEXT]] [--baud RATE] [--wait SECONDS]

            PORT is /dev/ttyUSB0, better a name below /dev/serial/by-id, tcp:HOST:PORT of a serial device server, or auto.
            The PIN, if the card asks for one, comes from the environment: HUB_MODEM_PIN. A wrong one is tried once.
            """;

    /** In the order they are printed. */
    private static final List<String> DETAILS = List.of("modem", "imei", "card", "network", "signal", "storage");

    private static final long LOOK_MILLIS = 200;

    private final PrintStream out;
    private String port;
    private String to;
    private String text = "Hello from the SMS hub";
    private String baud;
    private int wait = 90;

    private Modem(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] args) throws Exception {
        System.exit(run(args, System.getenv(), System.out));
    }

    /** @return 0 = all went well, 1 = the modem is not ready or the message did not leave, 2 = the arguments are wrong */
    static int run(String[] args, Map<String, String> environment, PrintStream out) throws Exception {
        Modem modem = new Modem(out);
        String wrong = modem.read(args);
        if (wrong != null) {
            out.println(wrong);
            out.print(USAGE);
            return 2;
        }
        return modem.tryIt(environment) ? 0 : 1;
    }

    /** What is wrong, or null. */
    private String read(String[] args) {
        for (int i = 0; i < args.length; i++) {
            if (!args[i].startsWith("--")) {
                if (port != null) {
                    return "one port, not " + port + " and " + args[i];
                }
                port = args[i];
            } else if (i + 1 == args.length) {
                return args[i] + " needs a value";
            } else {
                String value = args[++i];
                switch (args[i - 1]) {
                    case "--to" -> to = value;
                    case "--text" -> text = value;
                    case "--baud" -> baud = value;
                    case "--wait" -> {
                        if (!value.matches("\\d{1,4}")) {
                            return "--wait is a number of seconds";
                        }
                        wait = Integer.parseInt(value);
                    }
                    default -> {
                        return "unknown option " + args[i - 1];
                    }
                }
            }
        }
        return port == null ? "which port?" : null;
    }

    private boolean tryIt(Map<String, String> environment) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            HealthCheckRegistry checks = HealthCheckRegistry.get(camel);
            checks.register(checks.resolveById("producers"));
            HealthCheckHelper.getHealthCheckRepository(camel, "producers").setEnabled(true);
            // where the hub remembers a PIN that was wrong
            List<String> options = new ArrayList<>(
                    List.of("receipt=NONE", "dataDirectory=RAW(" + environment.getOrDefault("HUB_DATA", "data") + ")"));
            String pin = environment.getOrDefault("HUB_MODEM_PIN", "");
            if (!pin.isEmpty()) {
                options.add("pin=RAW(" + pin + ")");
            }
            if (baud != null) {
                options.add("baudRate=" + baud);
            }
            Endpoint endpoint;
            camel.start();
            try {
                endpoint = camel.getEndpoint("gsmmodem:" + port + "?" + String.join("&", options));
            } catch (Exception e) {
                Throwable cause = e;
                while (cause.getCause() != null) {
                    cause = cause.getCause();
                }
                out.println(cause.getMessage());
                return false;
            }
            try (ProducerTemplate template = camel.createProducerTemplate();
                    Producer line = endpoint.createProducer()) {
                line.start();
                return isReady(camel) && (to == null || isSent(template, endpoint));
            }
        }
    }

    private boolean isReady(CamelContext camel) throws InterruptedException {
        out.println("gsmmodem:" + port);
        String said = "";
        for (long waited = 0; ; waited += LOOK_MILLIS) {
            // the one check of the one line
            HealthCheck.Result result = HealthCheckHelper.invoke(camel, "full").stream()
                    .filter(check -> check.getCheck().getId().startsWith("producer:"))
                    .findFirst()
                    .orElseThrow();
            if (result.getState() == HealthCheck.State.UP) {
                print(result.getDetails());
                out.println("  ready");
                return true;
            }
            String problem = result.getMessage().orElse("not ready");
            if (!problem.equals(said)) {
                out.println("  " + problem);
                said = problem;
            }
            if (waited >= wait * 1000L) {
                print(result.getDetails());
                out.println("  not ready after " + wait + " s; docs/gsm-modems.md says what to do");
                return false;
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private void print(Map<String, Object> details) {
        for (String detail : DETAILS) {
            Object value = details.get(detail);
            if (value != null && !value.toString().isEmpty()) {
                out.printf("  %-8s %s%n", detail, value);
            }
        }
    }

    private boolean isSent(ProducerTemplate template, Endpoint endpoint) {
        Exchange sent = template.request(endpoint, exchange -> {
            exchange.getMessage().setBody(text);
            exchange.getMessage().setHeader("SmsTo", to);
        });
        if (sent.getException() != null) {
            out.println("  not sent: " + sent.getException().getMessage());
            return false;
        }
        out.println("  sent, id " + sent.getMessage().getHeader("SmsRemoteId"));
        return true;
    }
}
