package org.smshub.ledger;

import com.github.f4b6a3.ulid.UlidCreator;
import com.github.f4b6a3.ulid.UlidFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Message;
import org.apache.camel.Route;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.commit.LedgerSettings;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.nodes.HeldRoutes;
import org.smshub.ledger.nodes.Membership;
import org.smshub.ledger.nodes.RouteHolder;
import org.smshub.ledger.nodes.SplitLink;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.ledger.queue.LinkSettings;
import org.smshub.ledger.store.DataFolder;
import org.smshub.ledger.store.StoreMaker;
import org.smshub.link.nature.Nature;
import org.smshub.text.Alphabet;
import org.smshub.text.Encoding;
import org.smshub.text.plan.LinkProfile;
import org.smshub.text.plan.Piece;
import org.smshub.text.tpdu.UserData;

/** The durable ledger: one SQL database that is the queue, the message store and the truth about every message. */
@Component("ledger")
public class LedgerComponent extends DefaultComponent {

    /** Exchange property: the {@link org.smshub.text.plan.Plan} of the text that is to be accepted, where a step has made one. */
    public static final String PLAN = "SmsPlan";

    /** Exchange property: how routing names the rule by which it chose SmsLinks; the history of the message tells it. */
    public static final String RULE = "rule";

    /**
     * Exchange property: milliseconds before which the other side wants no further try. In a route of {@code ledger:events} the
     * application; in a route of {@code ledger:link} the centre, and what is throttled so pauses the whole link.
     */
    public static final String RETRY_AFTER = "SmsRetryAfter";

    private static final Pattern SPLIT = Pattern.compile("([^:]+):([2-9])");

    private static final Logger LOG = LoggerFactory.getLogger(LedgerComponent.class);

    @Metadata(defaultValue = "data")
    private String directory = "data";

    @Metadata
    private String url;

    @Metadata(label = "security")
    private String user;

    @Metadata(label = "security", secret = true)
    private String password;

    @Metadata(label = "advanced")
    private LedgerConfiguration configuration = new LedgerConfiguration();

    @Metadata(defaultValue = "5000", javaType = "java.time.Duration", label = "advanced")
    private long receiptPatience = 5_000;

    @Metadata(defaultValue = "7776000000", javaType = "java.time.Duration")
    private long keepMessages = TimeUnit.DAYS.toMillis(90);

    @Metadata(defaultValue = "2592000000", javaType = "java.time.Duration")
    private long keepReceipts = TimeUnit.DAYS.toMillis(30);

    @Metadata(defaultValue = "7776000000", javaType = "java.time.Duration")
    private long keepUnclaimed = TimeUnit.DAYS.toMillis(90);

    @Metadata(defaultValue = "WARN", enums = "WARN,REFUSE", label = "security")
    private String openFiles = "WARN";

    @Metadata(defaultValue = "30000", javaType = "java.time.Duration", label = "advanced")
    private long checkTime = 30_000;

    @Metadata(defaultValue = "95")
    private int fullAt = 95;

    @Metadata(defaultValue = "false")
    private boolean readyLinks;

    @Metadata(defaultValue = "true")
    private boolean search = true;

    @Metadata(defaultValue = "false")
    private boolean nodes;

    @Metadata
    private String nodeLinks;

    @Metadata
    private String nodeSplits;

    /** The links that routes of this hub start with, whether they are started yet or not. */
    private final Map<String, LinkSettings> links = new ConcurrentHashMap<>();

    /** Null where this hub has the ledger alone. */
    private ExecutorService routes;

    /** Routes that one hub at a time runs, by what that is. */
    private final Map<String, Route> held = new ConcurrentHashMap<>();

    private final List<HealthCheck> healthChecks = new CopyOnWriteArrayList<>();
    private volatile Ledger ledger;
    private Ground ground = Ground.MACHINE;
    private final Nature nature = new LedgersNature();
    private final UlidFactory ids = UlidFactory.newMonotonicInstance(new SecureRandom(), nature::wall);

    public LedgerComponent() {}

    public LedgerComponent(CamelContext context) {
        super(context);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        LedgerOperation operation;
        try {
            operation = LedgerOperation.valueOf(remaining);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("ledger:" + remaining + " is no address of the ledger; there are: "
                    + Arrays.toString(LedgerOperation.values()));
        }
        LedgerEndpoint endpoint = new LedgerEndpoint(uri, this, operation, configuration.copy());
        setProperties(endpoint, parameters);
        endpoint.check();
        return endpoint;
    }

    /** An address with an unknown option is refused before. */
    @Override
    protected void afterConfiguration(String uri, String remaining, Endpoint made, Map<String, Object> parameters) {
        if (made instanceof LedgerEndpoint endpoint && endpoint.getOperation() == LedgerOperation.link) {
            LinkSettings link = endpoint.linkSettings();
            links.put(link.name(), link);
            Ledger open = ledger;
            if (open != null) {
                open.declare(link);
            }
        }
    }

    private StoreMaker.Place place() {
        return new StoreMaker.Place(Path.of(directory), orNull(url), orNull(user), orNull(password), nodes);
    }

    /** Refused before anything starts; not when it is set, or Camel would say the whole address. */
    @Override
    protected void doInit() throws Exception {
        super.doInit();
        StoreMaker.of(place());
        // before the first route is made: this component starts later, and knows its options later; and before the
        // supervising route
        // controller's own, which would start what it sees first
        getCamelContext()
                .getRoutePolicyFactories()
                .add(0, new HeldRoutes(() -> nodes, LedgerComponent::holding, this::hold));
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        splits(nodeSplits); // Camel Main says the options between init and start
        DataFolder folder = new DataFolder(Path.of(directory));
        guard(folder);
        Ledger opened = open();
        ledger = opened;
        // what never starts is out of service like what has stopped
        links.values().forEach(opened::declare);
        if (opened.membership() != null) {
            share(opened.membership());
        }
        if (checkTime > 0) {
            opened.check(Duration.ofMillis(checkTime));
        }
        if (search) {
            opened.index();
        }
        HealthCheckRegistry checks = HealthCheckRegistry.get(getCamelContext());
        if (checks != null) {
            register(checks, new LedgerHealthCheck(opened, folder, fullAt));
            opened.eachLink(link -> register(checks, new LinkHealthCheck(link, readyLinks)));
        }
        bindMetrics();
    }

    /** As soon as its database is there; until then the hub's health says what it waits for. */
    private Ledger open() throws Exception {
        LedgerSettings settings =
                new LedgerSettings(receiptPatience, keepMessages, keepReceipts, keepUnclaimed, pins());
        try (Away away = new Away(getCamelContext())) {
            return new Waiting(away).until(() -> new Ledger(place(), settings, ground));
        }
    }

    private Set<String> pins() {
        String links = orNull(nodeLinks);
        return links == null ? Set.of() : Set.of(links.split("\\s*,\\s*"));
    }

    /** Routes that one hub at a time runs wait until this one has them. */
    private void share(Membership membership) throws Exception {
        routes = getCamelContext().getExecutorServiceManager().newSingleThreadExecutor(this, "ledger-routes");
        held.forEach((what, route) -> serve(membership, what, route));
        getCamelContext().addStartupListener((context, already) -> membership.start());
    }

    private void hold(Route route, String what) {
        held.put(what, route);
        Ledger open = ledger;
        if (open != null && open.membership() != null) {
            serve(open.membership(), what, route);
        }
    }

    private void serve(Membership membership, String what, Route route) {
        LinkQueue link = linkOf(route);
        RouteHolder holder = new RouteHolder(getCamelContext(), route.getId(), routes, link, nature()::nanos);
        int shares = link == null ? 1 : splits(nodeSplits).getOrDefault(link.name(), 1);
        if (shares == 1) {
            membership.serve(what, holder);
            return;
        }
        if (link.settings().budget() > 0) {
            throw new IllegalArgumentException("hub.nodes.split names link " + link.name()
                    + ", which has a budget: hubs do not share one; take it out of either");
        }
        link.split(shares);
        SplitLink split = new SplitLink(link, holder, () -> ledger().settle(link), nature()::nanos);
        for (int share = 0; share < shares; share++) {
            membership.serve(SplitLink.holding(link.name(), share, shares), split.share(share));
        }
    }

    /** Links that hubs share, and by how many. */
    private static Map<String, Integer> splits(String list) {
        Map<String, Integer> splits = new TreeMap<>();
        String said = orNull(list);
        for (String one : said == null ? new String[0] : said.split("\\s*,\\s*")) {
            Matcher matcher = SPLIT.matcher(one);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("hub.nodes.split = " + said + ": '" + one
                        + "' is none of a list of LINK:HUBS with 2 to 9 hubs, such as north:2,south:3");
            }
            splits.put(matcher.group(1), Integer.valueOf(matcher.group(2)));
        }
        return splits;
    }

    private static String holding(Route route) {
        if (!(route.getEndpoint() instanceof LedgerEndpoint endpoint)) {
            return null;
        }
        return switch (endpoint.getOperation()) {
            case link -> Membership.LINK + endpoint.getConfiguration().getName();
            case events ->
                endpoint.sessions() == null
                        ? Membership.EVENTS + endpoint.getConfiguration().getConsumer()
                        : null;
            default -> null;
        };
    }

    /** The link that a route begins with, or null. */
    private LinkQueue linkOf(Route route) {
        LedgerEndpoint endpoint = (LedgerEndpoint) route.getEndpoint();
        return endpoint.getOperation() == LedgerOperation.link
                ? ledger.links().get(endpoint.getConfiguration().getName())
                : null;
    }

    /** A property that is empty says nothing. */
    private static String orNull(String value) {
        return value == null || value.isBlank() ? null : value.trim();
    }

    private void register(HealthCheckRegistry checks, HealthCheck check) {
        healthChecks.add(check);
        checks.register(check);
    }

    /** What is open to others is said, or refused. */
    private void guard(DataFolder folder) {
        String open;
        try {
            open = folder.make().openToOthers();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The data folder " + folder + " cannot be used (" + e + "); name another one with HUB_DATA", e);
        }
        if (open != null && openFiles.equals("REFUSE")) {
            throw new IllegalStateException(open + " (hub.data.open is REFUSE)");
        } else if (open != null) {
            LOG.warn(open);
        }
    }

    /** By the name of Micrometer's class, since it may not be there. */
    private void bindMetrics() {
        Class<?> type =
                getCamelContext().getClassResolver().resolveClass("io.micrometer.core.instrument.MeterRegistry");
        if (type != null) {
            getCamelContext()
                    .getRegistry()
                    .findByType(type)
                    .forEach(registry -> LedgerMetrics.bind(registry, ledger, new DataFolder(Path.of(directory))));
        }
    }

    @Override
    protected void doStop() throws Exception {
        HealthCheckRegistry checks = HealthCheckRegistry.get(getCamelContext());
        if (checks != null) {
            healthChecks.forEach(checks::unregister);
        }
        healthChecks.clear();
        if (ledger != null) {
            ledger.close();
            ledger = null;
        }
        // behind what gives it tasks
        if (routes != null) {
            getCamelContext().getExecutorServiceManager().shutdownNow(routes);
            routes = null;
        }
        super.doStop();
    }

    /** Another ground than the machine's; before the start. */
    public void ground(Ground other) {
        ground = other;
    }

    /** The time by which the ledger goes, and chance. */
    Nature nature() {
        return nature;
    }

    /** Of a new message: later ones of this hub are greater. */
    public String newId() {
        // of all hubs by one clock, where there are several
        return (nodes ? ids.create() : UlidCreator.getMonotonicUlid()).toString();
    }

    /** From the first on, whether the ledger is open or not. */
    private final class LedgersNature implements Nature {

        private Nature here() {
            Ledger open = ledger;
            return open == null ? ground.nature() : open.nature();
        }

        @Override
        public long wall() {
            return here().wall();
        }

        @Override
        public long nanos() {
            return here().nanos();
        }

        @Override
        public RandomGenerator random() {
            return here().random();
        }
    }

    /** The open ledger. */
    public Ledger ledger() {
        Ledger open = ledger;
        if (open == null) {
            throw new IllegalStateException("The ledger is not started");
        }
        return open;
    }

    /** A route begins with a link: the link's own check stands for it, or one dead centre would take the hub out of service. */
    void linkRoute(String routeId) {
        HealthCheckRegistry checks = HealthCheckRegistry.get(getCamelContext());
        if (checks != null) {
            Set<String> excluded = new TreeSet<>();
            if (checks.getExcludePattern() != null) {
                excluded.addAll(List.of(checks.getExcludePattern().split(",")));
            }
            // Camel has two checks for a route
            excluded.add("route:" + routeId);
            excluded.add("consumer:" + routeId);
            checks.setExcludePattern(String.join(",", excluded));
        }
    }

    /** Whether a route of this hub starts with this link. */
    boolean isLink(String name) {
        return links.containsKey(name);
    }

    /** What a link carries; null for one that no route starts with. */
    public LinkProfile profile(String link) {
        LinkSettings settings = links.get(link);
        return settings == null ? null : settings.profile();
    }

    public Set<String> linkNames() {
        return new TreeSet<>(links.keySet());
    }

    /** The links that routes of this hub start with, and whether each takes parts now. */
    public Map<String, Boolean> links() {
        Map<String, Boolean> open = new TreeMap<>();
        links.keySet().forEach(name -> open.put(name, ledger().isOpen(name)));
        return open;
    }

    public long getReceiptPatience() {
        return receiptPatience;
    }

    /**
     * How long a receipt that matches nothing waits for its submit result, before it may settle, by link and number, a
     * part whose id was never learnt.
     */
    public void setReceiptPatience(long receiptPatience) {
        this.receiptPatience = receiptPatience;
    }

    public long getKeepMessages() {
        return keepMessages;
    }

    /** How long messages that have ended are kept. What still waits is never deleted. 0 = for ever. */
    public void setKeepMessages(long keepMessages) {
        this.keepMessages = keepMessages;
    }

    public long getKeepReceipts() {
        return keepReceipts;
    }

    /** How long receipts that match nothing are kept. 0 = for ever. */
    public void setKeepReceipts(long keepReceipts) {
        this.keepReceipts = keepReceipts;
    }

    public long getKeepUnclaimed() {
        return keepUnclaimed;
    }

    /** How long messages to nobody's number and octets that nobody understood are kept. 0 = for ever. */
    public void setKeepUnclaimed(long keepUnclaimed) {
        this.keepUnclaimed = keepUnclaimed;
    }

    public String getOpenFiles() {
        return openFiles;
    }

    /** What becomes of a start whose folder or files others than their owner may read: WARN or REFUSE. */
    public void setOpenFiles(String openFiles) {
        if (!List.of("WARN", "REFUSE").contains(openFiles)) {
            throw new IllegalArgumentException("hub.data.open is WARN or REFUSE, not '" + openFiles + "'");
        }
        this.openFiles = openFiles;
    }

    public long getCheckTime() {
        return checkTime;
    }

    /** How long the file is looked through for damage after the start, beside all else. 0 = not at all. */
    public void setCheckTime(long checkTime) {
        this.checkTime = checkTime;
    }

    public int getFullAt() {
        return fullAt;
    }

    /** The hub is not ready while more of the disk is used, in percent. 100 = whatever is used. */
    public void setFullAt(int fullAt) {
        this.fullAt = fullAt;
    }

    public boolean isReadyLinks() {
        return readyLinks;
    }

    /** Whether the hub is ready only while all its links are in service. */
    public void setReadyLinks(boolean readyLinks) {
        this.readyLinks = readyLinks;
    }

    public String getDirectory() {
        return directory;
    }

    /** The data folder, where the ledger's file is unless it has an address. One hub works with it at a time; a network file system is not for it. */
    public void setDirectory(String directory) {
        this.directory = directory;
    }

    public String getUrl() {
        return url;
    }

    /** Address of the ledger's database, {@code jdbc:postgresql://…}; empty = SQLite, a file in the folder. */
    public void setUrl(String url) {
        this.url = url;
    }

    public String getUser() {
        return user;
    }

    /** Who the hub is to that database. */
    public void setUser(String user) {
        this.user = user;
    }

    public String getPassword() {
        return password;
    }

    /** The password there. */
    public void setPassword(String password) {
        this.password = password;
    }

    public LedgerConfiguration getConfiguration() {
        return configuration;
    }

    /** Defaults of all addresses. */
    public void setConfiguration(LedgerConfiguration configuration) {
        this.configuration = configuration;
    }

    /**
     * How much a message is on the air.
     *
     * @param octets of user data, headers included, of all parts
     */
    public record Measure(int parts, int octets) {}

    /**
     * Cuts a message as {@code ledger:accept} would, and stores nothing.
     *
     * @throws IllegalArgumentException naming the header or body that is wrong
     */
    public Measure measure(Message message) {
        List<Submission> parts = NewMessage.parts(this, message, 0);
        int octets = 0;
        for (Submission part : parts) {
            UserData data = userData(part.piece());
            octets += data.alphabet() == Alphabet.GSM7 ? (data.length() * 7 + 7) / 8 : data.length();
        }
        return new Measure(parts.size(), octets);
    }

    /** A part as it goes on the air, as far as its alphabet is one of the air's. */
    public static UserData userData(Piece piece) {
        Alphabet alphabet = Piece.alphabet(piece.encoding()).equals("GSM7")
                ? Alphabet.GSM7
                : piece.encoding().equals("UCS2") ? Alphabet.UCS2 : Alphabet.BINARY;
        byte[] body = piece.body() instanceof byte[] own
                ? own
                : encoding(piece, alphabet).encode((String) piece.body());
        return UserData.of(alphabet, piece.udh(), body);
    }

    private static Encoding encoding(Piece piece, Alphabet alphabet) {
        return alphabet == Alphabet.BINARY
                ? Encoding.named(piece.encoding())
                : piece.udh().encoding(alphabet);
    }

    public boolean isNodes() {
        return nodes;
    }

    /**
     * Whether other hubs work with the same ledger (on PostgreSQL alone): a link, and an events consumer, is then one hub's at a time;
     * where a hub ends, the others take over what it had.
     */
    public void setNodes(boolean nodes) {
        this.nodes = nodes;
    }

    public String getNodeLinks() {
        return nodeLinks;
    }

    /** With nodes: links that are to be with this hub as long as it lives, comma-separated. Empty: they are spread evenly. */
    public void setNodeLinks(String nodeLinks) {
        this.nodeLinks = nodeLinks;
    }

    public String getNodeSplits() {
        return nodeSplits;
    }

    /**
     * With nodes: links that several hubs share, each with its own sessions and window and its part of the pace, as a list of
     * LINK:HUBS; the same at all hubs. Empty: a link is one hub's at a time.
     */
    public void setNodeSplits(String nodeSplits) {
        this.nodeSplits = nodeSplits;
    }

    public boolean isSearch() {
        return search;
    }

    /**
     * Whether messages are found by recipient, sender, client and tag at once, by an index in a file of its own (search.db) that
     * is made beside all writing; else all messages are gone through, from the newest on.
     */
    public void setSearch(boolean search) {
        this.search = search;
    }
}
