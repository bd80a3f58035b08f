package org.smshub.hub.httplink.file;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.apache.camel.util.TimeUtils;
import org.smshub.hub.check.ValueCheck;
import org.smshub.link.errors.ErrorCode.Retry;

/** One line of what answers mean: an outcome, and the answers that have it. */
final class Rule {

    static final String SENT = "SENT";

    /** What may be tried again; SESSION is one of lines that log in. */
    static final List<String> OUTCOMES =
            List.of(SENT, "THROTTLED", "LINE", "RETRYABLE", "BARRED", "PERMANENT", "UNKNOWN");

    private static final Pattern STATUS = Pattern.compile("[1-5](?:[0-9]{2}|xx)");

    private final Retry refused;
    private final List<String> status = new ArrayList<>();
    private final Pattern code;
    private final Pattern body;
    private final Map<JsonPath, Pattern> all = new LinkedHashMap<>();
    private final Map<JsonPath, Pattern> any = new LinkedHashMap<>();
    private final long wait;
    private final Pattern waitMillis;
    private JsonPath idPath;
    private Pattern idPattern;
    private Template idTemplate;

    /** @param names that an id may be made of */
    Rule(String outcome, Yaml yaml, Set<String> names) {
        refused = outcome.equals(SENT) ? null : Retry.valueOf(outcome);
        Map<String, Yaml> members =
                yaml.members(outcome, "status", "code", "body", "all", "any", "id", "wait", "waitMillis");
        if (members.containsKey("status")) {
            for (Yaml one : members.get("status").elements()) {
                String text = one.string("status");
                if (!STATUS.matcher(text).matches()) {
                    throw one.wrong("status is a number such as 429, or 4xx, or a list of them; not '" + text + "'");
                }
                status.add(text.replace("xx", ""));
            }
        }
        code = codes(members.get("code"));
        body = pattern(members.get("body"), "body");
        places(members.get("all"), "all", all);
        places(members.get("any"), "any", any);
        wait = duration(members.get("wait"));
        waitMillis = grouped(members.get("waitMillis"), "waitMillis");
        Yaml id = members.get("id");
        if (refused == null && id == null) {
            throw yaml.wrong(
                    "SENT has no id: say where the provider's id stands (id: $.id), or id: \"{ref}\" where it gives"
                            + " none and its receipts have ours");
        }
        if (refused != null && id != null) {
            throw id.wrong("only what is SENT has an id");
        }
        if (id != null) {
            id(id, names);
        }
    }

    private void id(Yaml yaml, Set<String> names) {
        String text = yaml.string("id");
        if (text.startsWith("{")) {
            try {
                idTemplate = new Template(text, names);
            } catch (IllegalArgumentException e) {
                throw yaml.wrong(e.getMessage());
            }
        } else if (text.startsWith("$")) {
            idPath = path(yaml);
        } else {
            idPattern = grouped(yaml, "id");
        }
    }

    private static Pattern codes(Yaml yaml) {
        if (yaml == null) {
            return null;
        }
        try {
            return Pattern.compile(
                    yaml.elements().stream().map(one -> one.string("code")).collect(Collectors.joining("|")));
        } catch (PatternSyntaxException e) {
            throw yaml.wrong("code is no pattern: " + e.getDescription());
        }
    }

    /** A regular expression; null = there is none. */
    static Pattern pattern(Yaml yaml, String what) {
        try {
            return yaml == null ? null : Pattern.compile(yaml.string(what));
        } catch (PatternSyntaxException e) {
            throw yaml.wrong(what + " is no pattern: " + e.getDescription());
        }
    }

    private static Pattern grouped(Yaml yaml, String what) {
        Pattern pattern = pattern(yaml, what);
        if (pattern != null && pattern.matcher("").groupCount() < 1) {
            throw yaml.wrong(what + " is a place in JSON ($.name), or a pattern with ( ) around what is meant; not '"
                    + pattern + "'");
        }
        return pattern;
    }

    static JsonPath path(Yaml yaml) {
        return path(yaml, yaml.string("a place"));
    }

    static JsonPath path(Yaml yaml, String text) {
        try {
            return new JsonPath(text);
        } catch (IllegalArgumentException e) {
            throw yaml.wrong(e.getMessage());
        }
    }

    static void places(Yaml yaml, String what, Map<JsonPath, Pattern> into) {
        if (yaml != null) {
            yaml.members(what).forEach((place, value) -> into.put(path(value, place), pattern(value, place)));
        }
    }

    /** Milliseconds. */
    static long duration(Yaml yaml) {
        if (yaml == null) {
            return 0;
        }
        String text = yaml.string("wait");
        if (!ValueCheck.isTime(text)) {
            throw yaml.wrong("'" + text + "' is no time, such as 60s");
        }
        return text.matches("[0-9]+") ? Long.parseLong(text) : toMillis(text);
    }

    private static long toMillis(String text) {
        return text.startsWith("P") || text.startsWith("p")
                ? Duration.parse(text).toMillis()
                : TimeUtils.toMilliSeconds(text);
    }

    boolean isSent() {
        return refused == null;
    }

    Retry refused() {
        return refused;
    }

    /** @param said the provider's code in the answer, or null */
    boolean fits(Answer answer, String said) {
        String number = Integer.toString(answer.status());
        return (status.isEmpty() || status.stream().anyMatch(number::startsWith))
                && (code == null || said != null && code.matcher(said).matches())
                && (body == null || body.matcher(answer.body()).find())
                && all.entrySet().stream().allMatch(e -> fits(e.getKey().values(answer.json()), e.getValue(), true))
                && any.entrySet().stream().allMatch(e -> fits(e.getKey().values(answer.json()), e.getValue(), false));
    }

    private static boolean fits(List<String> values, Pattern pattern, boolean all) {
        return !values.isEmpty()
                && (all
                        ? values.stream().allMatch(v -> pattern.matcher(v).matches())
                        : values.stream().anyMatch(v -> pattern.matcher(v).matches()));
    }

    /** Null = the answer has none where it should. */
    String id(Answer answer, Values values) {
        if (idTemplate != null) {
            return idTemplate.write(values);
        }
        if (idPath != null) {
            return idPath.value(answer.json());
        }
        Matcher found = idPattern.matcher(answer.body());
        return found.find() ? found.group(1) : null;
    }

    /** Milliseconds; 0 = nothing is said. */
    long wait(Answer answer) {
        if (waitMillis != null) {
            Matcher found = waitMillis.matcher(answer.body());
            if (found.find() && found.group(1).matches("[0-9]{1,9}")) {
                return Long.parseLong(found.group(1));
            }
        }
        return wait;
    }
}
