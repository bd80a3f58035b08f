package org.smshub.hub.httplink.file;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A provider, as a file says: how it is asked, what its answers mean, what it calls back with. Immutable. */
public final class Provider {

    /** What the block of a link sets. */
    public static final Set<String> OPTIONS =
            new TreeSet<>(Set.of("url", "account", "user", "password", "signingSecret", "sender"));

    /** What a message says, and what the hub knows of it. */
    static final Set<String> OF_MESSAGE = Set.of(
            "id",
            "ref",
            "link",
            "client",
            "to",
            "from",
            "text",
            "octets",
            "udh",
            "class",
            "priority",
            "validity",
            "validUntil",
            "encoding",
            "dataCoding",
            "protocolId",
            "receipt",
            "callback");

    private static final int MOST = 262_144;

    /** A value that is made of others: by the first pattern that fits. */
    private record Derived(Template of, Map<Pattern, Template> by) {}

    private final String url;
    private final boolean udhWithText;
    private final Set<String> needs = new LinkedHashSet<>();
    private final Map<String, Derived> derived = new LinkedHashMap<>();
    private final Ask send;
    private final TokenAsk token;
    private final Answers answers;
    private final Callback callback;
    private final List<Poll> polls = new ArrayList<>();

    private Provider(Yaml yaml) {
        Map<String, Yaml> members = yaml.members(
                "a provider", "url", "needs", "udhWithText", "values", "send", "answer", "callback", "poll");
        url = members.containsKey("url") ? members.get("url").string("url") : null;
        if (url != null && !url.matches("https?://\\S+")) {
            throw members.get("url").wrong("url begins with http:// or https://");
        }
        if (members.containsKey("needs")) {
            members.get("needs").elements().forEach(this::need);
        }
        udhWithText = members.containsKey("udhWithText")
                && "true".equals(members.get("udhWithText").string("udhWithText"));
        Set<String> names = new TreeSet<>(OF_MESSAGE);
        names.addAll(OPTIONS);
        if (members.containsKey("values")) {
            members.get("values").members("values").forEach((name, value) -> derive(name, value, names));
        }
        send = new Ask(required(yaml, members, "send", "how a message is sent"), names);
        token = token(members.get("send"));
        answers = new Answers(required(yaml, members, "answer", "what the answers mean"), names);
        Set<String> ofLink = new TreeSet<>(OPTIONS);
        ofLink.addAll(derived.keySet());
        callback = members.containsKey("callback") ? new Callback(members.get("callback"), ofLink) : null;
        if (members.containsKey("poll")) {
            members.get("poll").elements().forEach(one -> polls.add(new Poll(one, ofLink)));
            if (polls.stream().filter(one -> !one.isPerMessage()).count() > 1) {
                throw members.get("poll").wrong("one poll at most is by {after}");
            }
        }
    }

    private static TokenAsk token(Yaml send) {
        Yaml auth = send.members("send").get("auth");
        Yaml token = auth == null ? null : auth.members("auth").get("token");
        return token == null ? null : new TokenAsk(token, OPTIONS);
    }

    private static Yaml required(Yaml yaml, Map<String, Yaml> members, String name, String what) {
        if (!members.containsKey(name)) {
            throw yaml.wrong("a provider has no '" + name + "': " + what);
        }
        return members.get(name);
    }

    private void need(Yaml yaml) {
        String option = yaml.string("needs");
        if (!OPTIONS.contains(option)) {
            throw yaml.wrong("no link has an option '" + option + "'; there are " + OPTIONS);
        }
        needs.add(option);
    }

    private void derive(String name, Yaml yaml, Set<String> names) {
        if (!name.matches("[a-zA-Z][\\w.-]*") || names.contains(name)) {
            throw yaml.wrong(
                    "a value of one's own has a name of letters and digits that no other has, not '" + name + "'");
        }
        Template of = null;
        Map<Pattern, Template> by = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, Yaml> one : yaml.members(name).entrySet()) {
                Template template = new Template(one.getValue().string(name), names);
                if (one.getKey().equals("of")) {
                    of = template;
                } else {
                    by.put(Pattern.compile(one.getKey(), Pattern.DOTALL), template);
                }
            }
        } catch (java.util.regex.PatternSyntaxException e) {
            throw yaml.wrong(name + ": " + e.getDescription());
        } catch (IllegalArgumentException e) {
            throw e.getMessage().startsWith(yaml.file() + ":") ? e : yaml.wrong(name + ": " + e.getMessage());
        }
        if (of == null) {
            throw yaml.wrong(name + " has no 'of': say what the patterns are held against, such as of: \"{from}\"");
        }
        derived.put(name, new Derived(of, by));
        names.add(name);
    }

    /**
     * @param name of the file, for the words about what is wrong in it
     * @throws IllegalArgumentException naming file, line and word
     */
    public static Provider read(String name, Reader in) throws IOException {
        StringWriter text = new StringWriter();
        char[] piece = new char[8_192];
        for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
            text.write(piece, 0, n);
            if (text.getBuffer().length() > MOST) {
                throw new IllegalArgumentException(name + ":1: longer than " + MOST + " characters: is it a provider?");
            }
        }
        return new Provider(Yaml.read(name, text.toString()));
    }

    /** Where it is, unless the block of a link says; null = the block must. */
    public String url() {
        return url;
    }

    /** Options without which no link to it works. */
    public Set<String> needs() {
        return needs;
    }

    /** The request that carries a message. @throws IllegalArgumentException naming what cannot be said */
    public Call send(Values values) {
        return send.write(with(values));
    }

    /** Where the token is fetched that its requests have; null = they have none. */
    public TokenAsk token() {
        return token;
    }

    /** What its answer means. */
    public Meaning meaning(Answer answer, Values values) {
        return answers.of(answer, with(values));
    }

    /**
     * Why a call is none of the provider's; null = it is, as far as anybody can say.
     *
     * @param options of the link
     * @param now epoch milliseconds
     */
    public String refusal(Called called, Values options, long now) {
        return callback.refusal(called, with(options), now);
    }

    /** What it calls back with; null = it does not. */
    public Callback callback() {
        return callback;
    }

    /** What it is asked for. */
    public List<Poll> polls() {
        return polls;
    }

    /** The values of a link that a poll's request may name, and these. */
    public Call ask(Poll poll, Values values) {
        return poll.ask(with(values));
    }

    /** Whether a user data header goes with it. @param text or octets */
    public boolean carriesHeader(boolean text) {
        return carries("udh") && (!text || udhWithText);
    }

    /** Whether a request, or a value that one is made of, has this name. */
    public boolean carries(String name) {
        List<String> by = new ArrayList<>(List.of(name));
        derived.forEach((own, value) -> {
            if (by.stream()
                    .anyMatch(n -> value.of.has(n) || value.by.values().stream().anyMatch(t -> t.has(n)))) {
                by.add(own);
            }
        });
        return by.stream().anyMatch(send::has);
    }

    private Values with(Values values) {
        if (derived.isEmpty()) {
            return values;
        }
        return new Values() {
            @Override
            public String get(String name) {
                Derived own = derived.get(name);
                if (own == null) {
                    return values.get(name);
                }
                String of = own.of.write(one -> {
                    String value = get(one);
                    return value == null ? "" : value;
                });
                if (of == null) {
                    of = "";
                }
                for (Map.Entry<Pattern, Template> by : own.by.entrySet()) {
                    if (by.getKey().matcher(of).matches()) {
                        return by.getValue().write(this);
                    }
                }
                return null;
            }
        };
    }
}
