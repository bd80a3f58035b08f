package org.smshub.it.imports;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.smshub.bench.SmppSink;
import org.smshub.bench.Submit;
import org.smshub.text.Hex;

/** The centres of all SMSCs, which tell what came to which of them. */
final class Centres implements AutoCloseable {

    /**
     * A message as its centre saw it.
     *
     * @param parts their octets in hex, in order; of the header of a long message which part it is alone, since the reference is
     *     anybody's choice
     */
    record Seen(String centre, String from, int esmClass, int dataCoding, List<String> parts) {

        Seen at(String other) {
            return new Seen(other, from, esmClass, dataCoding, parts);
        }
    }

    private record Came(String centre, Submit submit) {}

    private final Map<String, SmppSink> sinks = new LinkedHashMap<>();
    private final List<Came> came = new CopyOnWriteArrayList<>();

    Centres(String... names) throws IOException {
        for (String name : names) {
            sinks.put(name, new SmppSink(SmppSink.Settings.FAST, submit -> came.add(new Came(name, submit))));
        }
    }

    int port(String name) {
        return sinks.get(name).port();
    }

    /** Whether each has a line. */
    boolean areBound() {
        return sinks.values().stream().allMatch(sink -> sink.bound() > 0);
    }

    int count() {
        return came.size();
    }

    /** What came since the last time, by the number it went to. */
    Map<String, Seen> take() {
        Map<String, List<Came>> byNumber = new TreeMap<>();
        came.forEach(each -> byNumber.computeIfAbsent(each.submit().to(), to -> new ArrayList<>())
                .add(each));
        came.clear();
        Map<String, Seen> seen = new TreeMap<>();
        byNumber.forEach((to, all) -> {
            Submit first = all.get(0).submit();
            seen.put(
                    to,
                    new Seen(
                            String.join(
                                    "+",
                                    all.stream().map(Came::centre).distinct().toList()),
                            first.from(),
                            first.esmClass(),
                            first.dataCoding(),
                            all.stream()
                                    .map(each -> octets(each.submit()))
                                    .sorted()
                                    .toList()));
        });
        return seen;
    }

    private static String octets(Submit submit) {
        String hex = Hex.of(submit.text()).toLowerCase(java.util.Locale.ROOT);
        return hex.replaceFirst("^050003..(....)", "part $1 ").replaceFirst("^060804....(....)", "part $1 ");
    }

    @Override
    public void close() {
        sinks.values().forEach(SmppSink::close);
    }
}
