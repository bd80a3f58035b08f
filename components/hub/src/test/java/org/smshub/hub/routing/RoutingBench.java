package org.smshub.hub.routing;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultExchange;
import org.smshub.link.SmsHeaders;

/**
 * What the rules cost a message of CPU: {@code direct:check} of the shipped routes with all of them on and 100,000 prefixes, and
 * without, in turn. Started like {@link NumbersBench}.
 */
public final class RoutingBench {

    private static final int LINES = 100_000;
    private static final int MESSAGES = 40_000;
    private static final int ROUNDS = 11;

    private RoutingBench() {}

    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("routing-bench");
        try (RoutingHub off = new RoutingHub(Files.createDirectory(folder.resolve("off")), "north").start();
                RoutingHub on = on(Files.createDirectory(folder.resolve("on"))).start()) {
            double[] without = new double[ROUNDS];
            double[] with = new double[ROUNDS];
            for (int round = -4; round < ROUNDS; round++) {
                double offMicros = micros(off);
                double onMicros = micros(on);
                if (round >= 0) {
                    without[round] = offMicros;
                    with[round] = onMicros;
                }
            }
            Arrays.sort(without);
            Arrays.sort(with);
            System.out.printf(
                    Locale.ROOT,
                    "direct:check, us of CPU a message, median of %d rounds of %,d: without rules %.2f, with all %.2f%n",
                    ROUNDS,
                    MESSAGES,
                    without[ROUNDS / 2],
                    with[ROUNDS / 2]);
        }
    }

    private static RoutingHub on(Path folder) throws Exception {
        StringBuilder numbers = new StringBuilder("prefix,links,cost\n*,north,\n");
        StringBuilder ported = new StringBuilder("number,network\n");
        for (int i = 0; i < LINES; i++) {
            numbers.append("+48")
                    .append(600_000 + i)
                    .append(",north,0.")
                    .append(100 + i % 900)
                    .append('\n');
            ported.append("+48").append(700_000_000 + i).append(",26009\n");
        }
        Portability portability = new Portability();
        portability.setFile("{{hub.files}}ported.csv");
        QuietHours quietHours = new QuietHours();
        int minute = (java.time.LocalTime.now().toSecondOfDay() / 60 + 720) % 1_439;
        quietHours.setHours(
                String.format("%02d:%02d-%02d:%02d", minute / 60, minute % 60, (minute + 1) / 60, (minute + 1) % 60));
        RoutingHub hub = new RoutingHub(folder, "north")
                .property("hub.routing.portability", "true")
                .property("hub.routing.consent", "true")
                .property("hub.routing.quietHours", "true")
                .file("ported.csv", ported.toString())
                .bean("portability", portability)
                .bean("quietHours", quietHours)
                .numbers(numbers.toString())
                .keywords("keyword,does\nSTOP,stop\n", new OptOuts());
        Files.createDirectories(folder.resolve("data"));
        try (OptOutStore store = OptOutStore.open(folder.resolve("data/optout.db"))) {
            for (int i = 0; i < 500; i++) {
                store.set("sender 12345", "+48" + (800_000_000 + i), true, "STOP")
                        .join();
            }
        }
        return hub;
    }

    private static double micros(RoutingHub hub) throws Exception {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Random random = new Random(7);
        Producer producer = hub.context.getEndpoint("direct:check").createProducer();
        producer.start();
        Processor check = producer;
        long began = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < MESSAGES; i++) {
            Exchange exchange = new DefaultExchange(hub.context);
            exchange.getMessage().setBody("Your parcel comes today between 14 and 16");
            exchange.getMessage().setHeader(SmsHeaders.TO, "+48" + (600_000_000 + random.nextInt(99_000_000)));
            exchange.getMessage().setHeader(SmsHeaders.FROM, "12345");
            exchange.getMessage().setHeader(SmsHeaders.CLIENT, "shop");
            check.process(exchange);
            if (exchange.getException() != null) {
                throw new IllegalStateException(exchange.getException());
            }
        }
        double micros = (threads.getCurrentThreadCpuTime() - began) / 1e3 / MESSAGES;
        producer.stop();
        return micros;
    }
}
