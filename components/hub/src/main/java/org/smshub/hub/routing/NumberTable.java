package org.smshub.hub.routing;

import java.io.IOException;
import java.io.Reader;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.StartupListener;
import org.smshub.hub.RefusedException;
import org.smshub.hub.ThrottledException;
import org.smshub.hub.check.Checked;
import org.smshub.hub.check.Names;
import org.smshub.hub.routing.table.TableFile;
import org.smshub.ledger.LedgerComponent;
import org.smshub.link.Rate;
import org.smshub.link.SmsHeaders;

/**
 * {@code config/numbers.csv}: the links of a number by its longest prefix, or by its network where {@link Portability} knows
 * that. See docs/routing.md for the columns.
 */
public class NumberTable extends RoutingBean implements Processor, Checked {

    private final Map<String, Rate> rates = new ConcurrentHashMap<>();
    private String file;
    private TableFile<NumberRows> table;

    @Override
    void start() throws Exception {
        table = table();
        table.open();
        if (Names.isRun()) {
            known(table, table.get(), Names.links(getCamelContext()));
        }
        // the links have been made then
        getCamelContext()
                .addStartupListener((StartupListener) (context, started) -> known(table, table.get(), links()));
    }

    @Override
    public void check() {
        if (isOn()) {
            TableFile<NumberRows> table = table();
            known(table, table.read(), Names.links(getCamelContext()));
        }
    }

    private TableFile<NumberRows> table() {
        return new TableFile<>(getCamelContext(), file, this::read);
    }

    private NumberRows read(String name, Reader in) throws IOException {
        NumberRows rows = NumberRows.read(name, in);
        if (getCamelContext().isStarted()) {
            known(table, rows, links());
        }
        rates.clear();
        return rows;
    }

    private Set<String> links() {
        return getCamelContext().getComponent("ledger", LedgerComponent.class).linkNames();
    }

    private static void known(TableFile<NumberRows> table, NumberRows rows, Set<String> there) {
        rows.links().forEach((link, line) -> {
            if (!there.contains(link)) {
                throw table.wrong(
                        line, "there is no link '" + link + "'; there are " + String.join(", ", new TreeSet<>(there)));
            }
        });
    }

    /**
     * Sets SmsLinks, and SmsFrom where the line has a sender, and names the rule; leaves all as it is where no line is about
     * the number.
     *
     * @throws RefusedException the line says that nothing is sent there
     * @throws ThrottledException more messages a second than the line allows
     */
    @Override
    public void process(Exchange exchange) throws RefusedException, ThrottledException {
        if (table == null) {
            throw new IllegalStateException("numbers.csv is not read: hub.routing.numbers is false");
        }
        Message message = exchange.getMessage();
        String to = message.getHeader(SmsHeaders.TO, String.class);
        NumberRows rows = table.get();
        NumberWay way = rows.ofNetwork(exchange.getProperty(Portability.NETWORK, String.class));
        int entry = -1;
        if (way == null) {
            entry = rows.find(to);
            way = entry < 0 ? null : rows.way(entry);
        }
        if (way == null) {
            tell(exchange, table.name() + " has no line for this number");
            return;
        }
        String rule = entry < 0 ? way.rule() : rows.rule(entry);
        exchange.setProperty(LedgerComponent.RULE, rule);
        if (isAsked(exchange)) {
            explain(exchange, rows, way, entry, to);
        }
        if (way.isRefused()) {
            throw new RefusedException(
                    RefusedException.Reason.FORBIDDEN, "to", "Nothing is sent to this number (rule " + rule + ")");
        }
        if (way.rate() > 0 && !isAsked(exchange)) {
            take(rule, way.rate());
        }
        message.setHeader(SmsHeaders.LINKS, way.links(to));
        if (way.replaces(message.getHeader(SmsHeaders.FROM, String.class))) {
            message.setHeader(SmsHeaders.FROM, way.sender());
        }
    }

    private void take(String rule, double perSecond) throws ThrottledException {
        Rate rate = rates.computeIfAbsent(
                rule, r -> new Rate(perSecond, (int) Math.max(1, Math.ceil(perSecond)), System::nanoTime));
        if (!rate.take()) {
            throw new ThrottledException("More messages a second than the rule " + rule + " allows", rate.seconds());
        }
    }

    private void explain(Exchange exchange, NumberRows rows, NumberWay way, int entry, String to) {
        String place = table.name() + ":";
        tell(exchange, place + (entry < 0 ? way.firstLine() : rows.line(entry)) + ": " + way.words(to));
        if (entry < 0) {
            entry = rows.find(to);
            if (entry >= 0) {
                tell(exchange, place + rows.line(entry) + ": not " + rows.rule(entry) + ", for the network is known");
            }
            return;
        }
        for (int shorter = rows.shorter(entry); shorter >= 0; shorter = rows.shorter(shorter)) {
            tell(exchange, place + rows.line(shorter) + ": not " + rows.rule(shorter) + ", a shorter prefix");
        }
    }

    @Override
    public String getFile() {
        return file;
    }

    /** The table, such as {@code file:/etc/sms-hub/numbers.csv}. */
    public void setFile(String file) {
        this.file = file;
    }
}
