package org.smshub.it.nodes;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.smshub.bench.HubSite;
import org.smshub.bench.SmppSink;
import org.smshub.bench.Submit;

/** A centre for each link, which keeps what it took; a cable from each hub to each. */
final class Centres implements AutoCloseable {

    /** Each hub knows the centres by this name, and has an address of its own for it: their receipts are one account's. */
    static final String HOST = "centre.test";

    private final List<SmppSink> sinks = new ArrayList<>();
    private final List<List<Cable>> cables = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();
    private final Queue<Checker.Taken> book = new ConcurrentLinkedQueue<>();

    Centres(int hubs) throws IOException {
        SmppSink.Settings settings = SmppSink.Settings.FAST.withAnswerDelay(Duration.ofMillis(20));
        for (int hub = 0; hub < hubs; hub++) {
            cables.add(new ArrayList<>());
        }
        for (int link = 0; link < Numbers.LINKS; link++) {
            String name = Numbers.link(link);
            SmppSink sink = new SmppSink(settings, submit -> took(name, submit));
            sinks.add(sink);
            ports.add(HubSite.freePort());
            for (int hub = 0; hub < hubs; hub++) {
                cables.get(hub).add(new Cable(InetAddress.getByName(address(hub)), ports.get(link), sink.port()));
            }
        }
    }

    /** Where a hub finds them. */
    static String address(int hub) {
        return "127.0.0." + (2 + hub);
    }

    private void took(String link, Submit submit) {
        book.add(new Checker.Taken(link, submit.to(), submit.id(), System.currentTimeMillis()));
    }

    int port(int link) {
        return ports.get(link);
    }

    /** Of a hub, to all of them. */
    List<Cable> cables(int hub) {
        return cables.get(hub);
    }

    /** When another hub than this one spoke first on a line of this link, after this moment; epoch milliseconds. */
    OptionalLong boundAfter(Hub victim, String link, long millis) {
        return cables.stream()
                .filter(hub -> hub != victim.toCentres())
                .map(hub -> hub.get(Numbers.index(link)).begunAfter(millis))
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .min();
    }

    /** When a link took something after this moment; epoch milliseconds. */
    OptionalLong firstAfter(String link, long millis) {
        return book.stream()
                .filter(one -> one.millis() >= millis && one.link().equals(link))
                .mapToLong(Checker.Taken::millis)
                .min();
    }

    Collection<Checker.Taken> taken() {
        return List.copyOf(book);
    }

    /** How often they took what they had taken already, by the unknown rule of its link. */
    Map<String, Integer> copies() {
        Map<String, Integer> seen = new TreeMap<>();
        taken().forEach(one -> seen.merge(one.number(), 1, Integer::sum));
        Map<String, Integer> copies = new TreeMap<>(Map.of("hold", 0, "retry", 0));
        seen.forEach(
                (number, count) -> copies.merge(Numbers.isHeld(number) ? "hold" : "retry", count - 1, Integer::sum));
        return copies;
    }

    @Override
    public void close() throws IOException {
        for (List<Cable> each : cables) {
            for (Cable cable : each) {
                cable.close();
            }
        }
        sinks.forEach(SmppSink::close);
    }
}
