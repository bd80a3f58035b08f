package org.smshub.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.check.Checked;
import org.smshub.hub.check.Names;
import org.smshub.hub.check.StrictYaml;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.entry.KeepText;
import org.smshub.ledger.store.DataFolder;
import org.smshub.link.Logins;
import org.smshub.link.SmsHeaders;
import org.smshub.link.passing.Fields;
import org.smshub.link.passing.Passes;
import org.smshub.text.Encoding;
import org.smshub.text.TextException;

/**
 * Who may send: the clients of {@code clients.yaml}, told apart by their API key. The file has the
 * hashes of the keys, see {@link ApiKey}.
 */
public class Clients implements CamelContextAware, Logins, Checked {

    private static final String BEARER = "Bearer ";

    /** Before a key that stood in the URL, where the header would say how it came. */
    public static final String IN_URL = "Url ";

    private static final Webhook NO_CALLBACKS = new Webhook(null, null, null);

    private static final String GRANT = "SmsGrant";
    private static final long LOOK_MILLIS = 2_000;
    private static final Pattern COMMENT = Pattern.compile("(?m)^[ \\t]*#.*$");
    private static final String KEEP = "NEVER|FINAL|[1-9][0-9]{0,4}";

    /** Ways that hear of what came by them; by any other a client hears of all that it sends. */
    private static final Set<String> OF_THEIR_OWN =
            Set.of("smpp", "ucp", "cimd2", "mail", "kannel", "jasmin", "twilio", "vonage");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[^{}]*}}");

    /** Ways that no route asks {@code ledger:events} for. */
    public static final Set<String> BY_CALL = Set.of("webhook", "sse");

    /** Hears who comes and goes by showing a key once. */
    public interface SignIns {

        /**
         * @param who client id; null = nobody knows the key
         * @param what method and path
         * @param status of the answer
         * @param words what else there is to say, without a key; or null
         */
        void signed(String who, String what, int status, String words);
    }

    private record File(List<Client> clients) {}

    /** What a key is good for. @param expires epoch milliseconds */
    private record Grant(Client client, Set<Scope> scopes, long expires) {

        boolean holds() {
            return expires == Long.MAX_VALUE || System.currentTimeMillis() < expires;
        }
    }

    /**
     * What was read: by hash of the API key, by id, by number; and by id the passwords that stand in files, and the alphabets
     * that are set.
     *
     * @param byKey by the API key itself: those that were shown and are right, so that each is hashed once
     * @param remembered by id the passwords that were shown and are right, as {@link Password#mark} has them, so that each is hashed
     *     slowly once
     * @param byAccount by door, a blank and what it is called there
     * @param byMail by address, or by @ and domain, in small letters
     */
    private record Book(
            Map<String, Grant> byHash,
            Map<String, Grant> byKey,
            Map<String, Client> byId,
            Map<String, Client> byNumber,
            Map<String, Client> byMail,
            Map<String, Client> byAccount,
            Map<String, String> filed,
            Map<String, Encoding> alphabets,
            Map<String, Set<String>> remembered) {

        /** Hashes that a refusal costs: those of the client that has most, one where nobody has any. */
        int passwords() {
            return Math.max(
                    1,
                    byId.values().stream()
                            .mapToInt(client -> client.passwords().size())
                            .max()
                            .orElse(1));
        }

        Book() {
            this(
                    new HashMap<>(),
                    new ConcurrentHashMap<>(),
                    new HashMap<>(),
                    new HashMap<>(),
                    new HashMap<>(),
                    new HashMap<>(),
                    new HashMap<>(),
                    new HashMap<>(),
                    new ConcurrentHashMap<>());
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Clients.class);
    private static final int VENDORS_TOLD = 1_000;

    private final Set<String> vendorsTold = ConcurrentHashMap.newKeySet();
    private final Set<String> urlsTold = ConcurrentHashMap.newKeySet();
    private FileTime read;
    private CamelContext camelContext;
    private String file;
    private String texts = "";
    private volatile Book book = new Book();

    /** Sets SmsClient from the exchange property {@code authorization}, as the HTTP header has it; it goes no further. */
    public void authenticate(Exchange exchange) throws RefusedException {
        Object header = exchange.removeProperty("authorization");
        Grant grant = authenticated(header == null ? null : header.toString());
        exchange.setProperty(GRANT, grant);
        exchange.getMessage().setHeader(SmsHeaders.CLIENT, grant.client().id());
    }

    private Grant authenticated(String authorization) throws RefusedException {
        if (key(authorization) == null) {
            throw new RefusedException(
                    RefusedException.Reason.UNAUTHORIZED, null, "Send your API key: Authorization: Bearer <key>");
        }
        Grant grant = grant(authorization);
        if (grant == null) {
            throw new RefusedException(
                    RefusedException.Reason.UNAUTHORIZED, null, "This API key is not known, or has expired");
        }
        return grant;
    }

    /** After {@link #authenticate}: whether the key is good for this. */
    public void require(Exchange exchange, Scope scope) throws RefusedException {
        if (!has(exchange, scope)) {
            throw new RefusedException(
                    RefusedException.Reason.FORBIDDEN,
                    null,
                    "This key is not for that: it wants the scope " + scope.label() + " (clients.yaml)");
        }
    }

    /** After {@link #authenticate}: whether the key is good for this. */
    public boolean has(Exchange exchange, Scope scope) {
        Grant grant = exchange.getProperty(GRANT, Grant.class);
        return grant != null && grant.scopes().contains(scope);
    }

    /** After {@link #authenticate}: what the key is good for. */
    public Set<Scope> scopes(Exchange exchange) {
        Grant grant = exchange.getProperty(GRANT, Grant.class);
        return grant == null ? Set.of() : Set.copyOf(grant.scopes());
    }

    /** After {@link #authenticate}: whose key it is; null before. */
    public String idOf(Exchange exchange) {
        Grant grant = exchange.getProperty(GRANT, Grant.class);
        return grant == null ? null : grant.client().id();
    }

    /** After {@link #authenticate}: tells, as long as somebody asks, whether the key is still one, and good for the same. */
    public BooleanSupplier holds(Exchange exchange) {
        Grant grant = exchange.getProperty(GRANT, Grant.class);
        return () -> grant.holds() && book.byHash().containsValue(grant);
    }

    /** Whether this header {@code Authorization} has a key of a client; null = there is none. Never waits. */
    public boolean knows(String authorization) {
        return grant(authorization) != null;
    }

    /** Whose key this header {@code Authorization} has; null = nobody's that is known. Never waits. */
    public String whose(String authorization) {
        Grant grant = grant(authorization);
        return grant == null ? null : grant.client().id();
    }

    /** The same of a key in a URL; says once of each client that it sends it so. */
    private Grant inUrl(Grant grant) {
        if (grant == null || !grant.client().keyInUrl()) {
            return null;
        }
        if (urlsTold.add(grant.client().id())) {
            LOG.warn(
                    "Client {} sends its key in URLs, which proxies and logs keep (keyInUrl: true in clients.yaml)",
                    grant.client().id());
        }
        return grant;
    }

    /** The key in a header, or null. */
    private static String key(String authorization) {
        if (authorization == null) {
            return null;
        }
        if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return authorization.substring(BEARER.length()).trim();
        }
        return authorization.startsWith(IN_URL) ? authorization.substring(IN_URL.length()) : null;
    }

    private Grant grant(String authorization) {
        String key = key(authorization);
        if (key == null) {
            return null;
        }
        Book now = book;
        Grant grant = now.byKey().get(key);
        if (grant == null) {
            grant = now.byHash().get(ApiKey.hash(key));
            if (grant != null) {
                now.byKey().put(key, grant);
            }
        }
        if (grant == null || !grant.holds()) {
            return null;
        }
        return authorization.startsWith(IN_URL) ? inUrl(grant) : grant;
    }

    /** The client with this id, or null. */
    Client client(String id) {
        return book.byId().get(id);
    }

    /** All ids, of the file where nothing is read yet. @throws IllegalStateException naming file and line */
    public Set<String> ids() {
        Book now = book;
        return (now.byId().isEmpty() ? load(false, false) : now).byId().keySet();
    }

    Collection<Client> all() {
        return book.byId().values();
    }

    /** The id of the client that has this address, or its domain, on its list; null = none has. */
    public String byMail(String address) {
        String small = address.toLowerCase(Locale.ROOT);
        Map<String, Client> list = book.byMail();
        Client client = list.get(small);
        if (client == null) {
            client = list.get(small.substring(Math.max(0, small.lastIndexOf('@'))));
        }
        return client == null ? null : client.id();
    }

    /** Where mails to this client go; null = nowhere. */
    public String mailTo(String id) {
        Client client = book.byId().get(id);
        return client == null ? null : client.mailTo();
    }

    /** Whether this client's mails name numbers without three of their digits. */
    public boolean masksNumbers(String id) {
        Client client = book.byId().get(id);
        return client != null && client.maskNumbers();
    }

    /** Where this client is called by HTTP; null = nowhere. */
    public Webhook webhook(String id) {
        Client client = book.byId().get(id);
        return client == null ? null : client.webhook();
    }

    /** The clients that are called by HTTP, at their own address or at those of their messages. */
    public Map<String, Webhook> webhooks() {
        Map<String, Webhook> all = new TreeMap<>();
        book.byId().values().stream()
                .filter(client -> client.webhook() != null)
                .forEach(client -> all.put(client.id(), client.webhook()));
        return all;
    }

    /** Whether this client hears of its events by this way. */
    public boolean hearsBy(String id, String events) {
        Client client = book.byId().get(id);
        return client != null && events.equals(client.events());
    }

    /** Whether this client is an operator. */
    public boolean isOperator(String id) {
        Client client = book.byId().get(id);
        return client != null && client.operator();
    }

    /** For the operator's routes, after {@link #authenticate}. */
    public void operator(Exchange exchange) throws RefusedException {
        if (!has(exchange, Scope.OPERATE)) {
            throw new RefusedException(
                    RefusedException.Reason.FORBIDDEN,
                    null,
                    "This is the operator's: operator: true in clients.yaml, or a key with the scope operate");
        }
    }

    /** The links that a client chose itself. @throws RefusedException it may not */
    void mayUse(String id, String links) throws RefusedException {
        Client client = book.byId().get(id);
        List<String> its = client == null ? List.of() : client.links();
        if (!its.contains("*") && !its.containsAll(List.of(links.split(",")))) {
            throw new RefusedException(
                    RefusedException.Reason.FORBIDDEN,
                    Records.LINKS,
                    its.isEmpty()
                            ? "This client may not choose links"
                            : "This client may choose of the links " + String.join(", ", its));
        }
    }

    /**
     * Holds SmsFrom against what the client may use, and sets it where it is absent; how long its text is kept, and by which
     * way it hears of the message.
     */
    public void sender(Exchange exchange) throws RefusedException {
        Message message = exchange.getMessage();
        Client client = book.byId().get(message.getHeader(SmsHeaders.CLIENT, String.class));
        String from = message.getHeader(SmsHeaders.FROM, String.class);
        String keep = client == null || client.texts() == null ? texts : client.texts();
        if (!keep.isEmpty()) {
            message.setHeader(SmsHeaders.KEEP_TEXT, keep);
        }
        if (client == null) {
            return;
        }
        vendors(message, client);
        String fields = message.getHeader(SmsHeaders.FIELDS, String.class);
        if (fields != null && fields.contains(Records.CALLBACK)) {
            callback(message, client, Fields.parse(fields).get(Records.CALLBACK));
        }
        if (client.events() != null
                && !OF_THEIR_OWN.contains(client.events())
                && message.getHeader(SmsHeaders.EVENTS) == null) {
            message.setHeader(SmsHeaders.EVENTS, client.events());
        }
        if (from == null && client.defaultSender() != null) {
            message.setHeader(SmsHeaders.FROM, client.defaultSender());
        } else if (from != null
                && !client.senders().isEmpty()
                && !client.senders().contains(from)
                && !client.numbers().contains(from)) {
            throw new RefusedException(
                    RefusedException.Reason.FORBIDDEN,
                    "from",
                    "This client may not send as '" + RefusedException.shown(from) + "'");
        }
    }

    /** Who hears of a message that brings an address. @param url null = it brings none */
    private void callback(Message message, Client client, String url) throws RefusedException {
        if (url == null) {
            return;
        }
        Webhook webhook = client.webhook() == null ? NO_CALLBACKS : client.webhook();
        String refusal = webhook.refusal(url, isOn("hub.webhooks.plain"));
        if (refusal != null) {
            throw new RefusedException(RefusedException.Reason.FORBIDDEN, Records.CALLBACK, refusal);
        }
        message.setHeader(SmsHeaders.EVENTS, Event.CALLBACK);
    }

    /** Takes off the optional parameters of vendors that the client does not list, and says so once. */
    private void vendors(Message message, Client client) {
        String header = message.getHeader(SmsHeaders.FIELDS, String.class);
        if (header == null || !header.contains(Fields.TLV)) {
            return;
        }
        Fields all = Fields.parse(header);
        Fields left = all.only(field -> !Passes.isVendors(field.name())
                || client.tlvs()
                        .contains(field.name().substring(Fields.TLV.length()).toLowerCase(Locale.ROOT)));
        if (left == all) {
            return;
        }
        for (Fields.Field field : all.all()) {
            if (!left.all().contains(field)
                    && vendorsTold.size() < VENDORS_TOLD
                    && vendorsTold.add(client.id() + " " + field.name())) {
                LOG.warn(
                        "Client {}: the optional parameter {} is a vendor's and not passed on; tlvs: of clients.yaml"
                                + " lists those that are",
                        client.id(),
                        field.name().substring(Fields.TLV.length()));
            }
        }
        if (left.isEmpty()) {
            message.removeHeader(SmsHeaders.FIELDS);
        } else {
            message.setHeader(SmsHeaders.FIELDS, left.toString());
        }
    }

    /** What stands for a sender that a message does not name; null = nothing. */
    public String defaultSender(String id) {
        Client client = id == null ? null : book.byId().get(id);
        return client == null ? null : client.defaultSender();
    }

    /** The id of the client that is called so at a door; where nobody is, what is nobody's id. @param account not null */
    public String byAccount(String door, String account) {
        Client client = book.byAccount().get(door + " " + account);
        return client == null ? "?" + account : client.id();
    }

    /** Whether what phones send to this number is this client's. */
    public boolean owns(String id, String number) {
        Client client = book.byNumber().get(number);
        return client != null && client.id().equals(id);
    }

    /** How this client uses this door; null = it is closed to it. */
    public DoorOptions door(String id, String door) {
        Client client = id == null ? null : book.byId().get(id);
        return client == null ? null : client.doors().get(door);
    }

    /** Why this client's messages by this door may not bring this address; null = they may. */
    public String refusal(String id, String door, URI url) {
        DoorOptions its = door(id, door);
        return its == null ? "This door is closed to the client" : its.refusal(url, isOn("hub.webhooks.plain"));
    }

    /** Whether this client may choose this link itself. */
    public boolean mayChoose(String id, String link) {
        Client client = book.byId().get(id);
        return client != null
                && (client.links().contains(link) || client.links().contains("*"));
    }

    /**
     * Whether this is certainly a password, or an API key, of the client with this id; never waits.
     *
     * @return false = {@link #fits} says
     */
    public boolean fitsAtOnce(String id, String password) {
        Book now = book;
        Client client = id == null ? null : now.byId().get(id);
        return client != null
                && password != null
                && !password.isEmpty()
                && (now.remembered().getOrDefault(id, Set.of()).contains(Password.mark(password))
                        || fitsWithoutHash(now, client, password));
    }

    private static boolean fitsWithoutHash(Book now, Client client, String given) {
        Grant grant = now.byHash().get(ApiKey.hash(given));
        if (grant != null
                && grant.client() == client
                && grant.holds()
                && grant.scopes().contains(Scope.SEND)) {
            return true;
        }
        String filed = now.filed().get(client.id());
        return filed != null && MessageDigest.isEqual(bytes(filed), bytes(given));
    }

    /** Whether this is a password, or an API key, of the client with this id. */
    @Override
    public boolean fits(String id, String password) {
        Book now = book;
        Client client = id == null ? null : now.byId().get(id);
        String given = password == null ? "" : password;
        if (client != null && !given.isEmpty() && fitsWithoutHash(now, client, given)) {
            return true;
        }
        List<String> hashes = client == null ? List.of() : client.passwords();
        boolean fits = false;
        // as many as the client that has most: the time must not tell which ids there are
        for (int i = 0; i < now.passwords() && !fits; i++) {
            fits = i < hashes.size() ? Password.fits(given, hashes.get(i)) : Password.fits(given, Password.NOBODYS);
        }
        if (fits) {
            now.remembered()
                    .computeIfAbsent(id, i -> ConcurrentHashMap.newKeySet())
                    .add(Password.mark(given));
        }
        return fits;
    }

    @Override
    public Encoding alphabet(String id) {
        return book.alphabets().get(id);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Sets SmsClient and SmsEvents of an incoming message by the number it was sent to; removes them if nobody has it. */
    public void recipient(Exchange exchange) {
        Message message = exchange.getMessage();
        Client client = book.byNumber().get(message.getHeader(SmsHeaders.TO, "", String.class));
        if (client == null) {
            message.removeHeader(SmsHeaders.CLIENT);
            message.removeHeader(SmsHeaders.EVENTS);
        } else {
            give(message, client);
        }
    }

    /** Makes an incoming message that client's, which hears of it by its own way; false = there is no such client. */
    public boolean give(Message message, String id) {
        Client client = book.byId().get(id);
        if (client == null) {
            return false;
        }
        give(message, client);
        return true;
    }

    private void give(Message message, Client client) {
        message.setHeader(SmsHeaders.CLIENT, client.id());
        message.setHeader(SmsHeaders.EVENTS, client.events() == null ? "smpp" : client.events());
        vendors(message, client);
        String keep = client.texts() == null ? texts : client.texts();
        if (!keep.isEmpty()) {
            Fields fields = Fields.parse(message.getHeader(SmsHeaders.FIELDS, String.class));
            message.setHeader(
                    SmsHeaders.FIELDS, fields.with(KeepText.FIELD, keep).toString());
        }
    }

    /** Reads the file again when it has changed: a key that comes, or goes, needs no restart. What is wrong is not taken. */
    void look() {
        FileTime now = changed();
        if (now == null || now.equals(read)) {
            return;
        }
        read = now;
        try {
            book = load(true, false);
            LOG.info("{} was read again: {} clients", file, book.byId().size());
        } catch (RuntimeException e) {
            LOG.error("{}; what was read before holds on", e.getMessage());
        }
    }

    /** When the file was changed last; null = it is none of this machine's. */
    private FileTime changed() {
        try {
            String path = camelContext.resolvePropertyPlaceholders(file);
            return path.startsWith("file:")
                    ? Files.getLastModifiedTime(Path.of(path.substring("file:".length())))
                    : null;
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    @Override
    public void check() {
        load(false, true);
    }

    /**
     * @param makes keys and passwords whose files there are not yet
     * @param whole all routes are read: what none of them serves is wrong
     */
    private Book load(boolean makes, boolean whole) {
        Book read = new Book();
        String text = "";
        try (var in = ResourceHelper.resolveMandatoryResourceAsInputStream(camelContext, file)) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            // what is commented asks for no file and no property; the numbers of lines stay
            // one by one: what stands around a placeholder (a URL with its query) is no affair of Camel's
            String yaml = PLACEHOLDER
                    .matcher(COMMENT.matcher(text).replaceAll(""))
                    .replaceAll(
                            found -> Matcher.quoteReplacement(camelContext.resolvePropertyPlaceholders(found.group())));
            ObjectMapper mapper = new ObjectMapper(StrictYaml.FACTORY);
            for (Client client : mapper.readValue(yaml, File.class).clients()) {
                add(client, read, makes, whole);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(file + ":" + e.getLocation().getLineNr() + ": " + e.getOriginalMessage());
        } catch (WrongClientException e) {
            throw new IllegalStateException(file + ":" + line(text, e.client) + ": " + e.getMessage(), e);
        } catch (Exception e) {
            throw new IllegalStateException(file + " cannot be read: " + e.getMessage(), e);
        }
        return read;
    }

    private void add(Client client, Book read, boolean makes, boolean whole) {
        require(read.byId().put(client.id(), client) == null, client, "there are two of it");
        for (Key key : client.keys()) {
            require(
                    key.hash().matches(ApiKey.HASH + "[0-9a-f]{64}"),
                    client,
                    "a key stands here as its hash, sha256: and 64 hexadecimal digits; ./hub key makes one");
            Set<Scope> scopes = key.scopes() == null ? Scope.of(client.operator()) : key.scopes();
            read.byHash().put(key.hash(), new Grant(client, scopes, key.expires()));
        }
        for (String password : client.passwords()) {
            require(password.matches(Password.HASH), client, "a password stands here as its hash; ./hub key makes one");
        }
        if (client.keyFile() != null) {
            read.byHash()
                    .put(
                            ApiKey.hash(secret(client, client.keyFile(), ApiKey::random, makes)),
                            new Grant(client, Scope.of(client.operator()), Long.MAX_VALUE));
        }
        if (client.passwordFile() != null) {
            read.filed().put(client.id(), secret(client, client.passwordFile(), Password::random, makes));
        }
        client.doors()
                .forEach((door, its) -> require(
                        read.byAccount().put(door + " " + (its.account() == null ? client.id() : its.account()), client)
                                == null,
                        client,
                        "doors: " + door + ": another client has its account, too"));
        told(client);
        if (whole) {
            served(client);
        }
        require(
                client.texts() == null || client.texts().matches(KEEP),
                client,
                "texts is NEVER, FINAL or a number of days, not '" + client.texts() + "'");
        for (String tag : client.tlvs()) {
            require(
                    tag.matches("[0-9a-f]{4}") && Passes.isVendors(Fields.TLV + tag),
                    client,
                    "tlvs are tags from 1400 on, four hexadecimal digits, not '" + tag + "'");
        }
        if (client.alphabet() != null) {
            try {
                read.alphabets().put(client.id(), Encoding.named(client.alphabet()));
            } catch (TextException e) {
                require(false, client, e.getMessage());
            }
        }
        require(
                client.rate() >= 0 && client.burst() >= 0 && client.daily() >= 0,
                client,
                "rate, burst and daily are 0 (no limit) or more");
        for (String number : client.numbers()) {
            require(
                    number.matches("\\+[1-9][0-9]{6,14}|[0-9]{3,6}"),
                    client,
                    "numbers are E.164 with + or short codes, not '" + number + "'");
            require(read.byNumber().put(number, client) == null, client, "another client has its number too");
        }
        for (String address : client.mail()) {
            require(
                    address.matches("[^@\\s,<>]*@[^@\\s,<>]+"),
                    client,
                    "mail lists addresses, or domains with their @, not '" + address + "'");
            require(
                    read.byMail().put(address.toLowerCase(Locale.ROOT), client) == null,
                    client,
                    "another client has its address " + address + " too");
        }
        require(
                client.mailTo() == null || client.mailTo().matches("[^@\\s,<>]+@[^@\\s,<>]+"),
                client,
                "mailTo is one address, not '" + client.mailTo() + "'");
    }

    /** Events that are written for a way that is not switched on would wait there for ever. */
    private void told(Client client) {
        if (client.webhook() != null) {
            String wrong = client.webhook().wrong(isOn("hub.webhooks.plain"));
            require(wrong == null, client, wrong);
            require(isOn("hub.webhooks"), client, "webhook wants hub.webhooks = true");
        }
        client.doors().forEach((door, its) -> {
            String wrong = its.wrong(door, isOn("hub.webhooks.plain"));
            require(wrong == null, client, "doors: " + door + ": " + wrong);
            require(isOn("hub.door." + door), client, "doors: " + door + " wants hub.door." + door + " = true");
        });
        DoorOptions told = client.events() == null ? null : client.doors().get(client.events());
        require(
                told == null || told.incoming() != null,
                client,
                "events: " + client.events() + " wants doors: " + client.events()
                        + ": incoming: with the address it is told at");
        require(
                "webhook".equals(client.events())
                        == (client.webhook() != null && client.webhook().url() != null),
                client,
                "events: webhook and webhook: with url and secrets go together");
        require(
                !Event.CALLBACK.equals(client.events()),
                client,
                "events: callback is not set here: messages bring their addresses");
        require(
                !"sse".equals(client.events()) || isOn("hub.events.stream"),
                client,
                "events: sse wants hub.events.stream = true");
    }

    /** What no route serves; of a hub that runs, what is not there yet may come. */
    private void served(Client client) {
        Set<String> links = Names.links(camelContext);
        Set<String> ways = Names.ways(camelContext);
        require(
                client.events() == null || BY_CALL.contains(client.events()) || ways.contains(client.events()),
                client,
                "events: " + client.events() + ": no route that runs tells by it (hub." + client.events()
                        + " = true?); " + (ways.isEmpty() ? "none tells by any" : "those that run tell by " + ways));
        for (String link : client.links()) {
            require(
                    link.equals("*") || links.contains(link),
                    client,
                    "links: no route serves '" + link + "'; there are " + links);
        }
    }

    private boolean isOn(String property) {
        return "true".equals(camelContext.resolvePropertyPlaceholders("{{" + property + ":false}}"));
    }

    private void require(boolean good, Client client, String wrong) {
        if (!good) {
            throw new WrongClientException(client.id(), wrong);
        }
    }

    /** What of a client's cannot be as it stands. */
    private static final class WrongClientException extends IllegalArgumentException {
        private static final long serialVersionUID = 1;
        private final String client;

        WrongClientException(String client, String wrong) {
            super("client " + client + ": " + wrong);
            this.client = client;
        }
    }

    /** The line where a client begins, the last one of its name. */
    private static int line(String text, String client) {
        Pattern id =
                Pattern.compile("^[\\s-]*id:\\s*[\"']?" + Pattern.quote(String.valueOf(client)) + "[\"']?\\s*(#.*)?$");
        int line = 1;
        int number = 0;
        for (String each : text.lines().toList()) {
            number++;
            line = id.matcher(each).matches() ? number : line;
        }
        return line;
    }

    private static String secret(Client client, String file, Supplier<String> random, boolean makes) {
        Path path = Path.of(file).toAbsolutePath();
        try {
            if (!Files.exists(path)) {
                if (!makes) {
                    return random.get();
                }
                Path made = new DataFolder(path.getParent())
                        .make()
                        .file(path.getFileName().toString());
                Files.writeString(made, random.get() + "\n");
            }
            return Files.readString(path).trim();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the file " + path + " of client " + client.id() + " can be neither read nor made (" + e
                            + "); its folder is hub.data, or HUB_DATA: name one that the hub may write to",
                    e);
        }
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
        // a broken file is an error of the start, not of the first message
        camelContext.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStarting(CamelContext context) {
                read = changed();
                book = load(true, Names.isRun());
                if (read != null) {
                    context.getExecutorServiceManager()
                            .newSingleThreadScheduledExecutor(this, "clients")
                            .scheduleWithFixedDelay(
                                    Clients.this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
                }
            }
        });
    }

    public String getFile() {
        return file;
    }

    /** The clients' file, such as {@code classpath:clients.yaml}; placeholders in it are resolved. */
    public void setFile(String file) {
        this.file = file;
    }

    public String getTexts() {
        return texts;
    }

    /** How long texts are kept: {@code NEVER}, {@code FINAL}, a number of days, or empty = as long as their message. */
    public void setTexts(String texts) {
        if (texts != null && !texts.isBlank() && !texts.trim().matches(KEEP)) {
            throw new IllegalArgumentException(
                    "hub.retention.texts is NEVER, FINAL, a number of days or empty, not '" + texts + "'");
        }
        this.texts = texts == null ? "" : texts.trim();
    }
}
