package org.smshub.hub.doors.jasmin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.smshub.hub.doors.DoorRequest;
import org.smshub.hub.doors.Octets;

/**
 * Arguments as Jasmin's UrlArgsValidator takes them, in its order: what is unknown is refused.
 *
 * @param all values are octets, one a character; those of JSON that are no text are as JSON has them
 */
record JasminArguments(Map<String, Object> all) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ANY = Pattern.compile("(?s).*");

    /** @param wanted whether it must be there */
    private record Rule(boolean wanted, Pattern pattern) {
        static Rule of(String pattern) {
            return new Rule(false, Pattern.compile(pattern));
        }

        static Rule wanted(String pattern) {
            return new Rule(true, Pattern.compile(pattern));
        }
    }

    private static final Map<String, Rule> SEND = rules(true);
    private static final Map<String, Rule> RATE = rules(false);
    private static final Map<String, Rule> BALANCE = login(new LinkedHashMap<>());

    private static Map<String, Rule> login(Map<String, Rule> rules) {
        // the original has room for sixteen characters
        rules.put("username", Rule.wanted(".+"));
        rules.put("password", Rule.wanted(".+"));
        return rules;
    }

    private static Map<String, Rule> rules(boolean send) {
        Map<String, Rule> rules = new LinkedHashMap<>();
        rules.put("to", Rule.wanted("\\+?[0-9]+"));
        rules.put("from", new Rule(false, ANY));
        rules.put("coding", Rule.of("0|1|2|3|4|5|6|7|8|9|10|13|14"));
        login(rules);
        rules.put("priority", Rule.of("[0-3]"));
        if (send) {
            rules.put("sdt", Rule.of("[0-9]{15}[+R-]"));
        }
        rules.put("validity-period", Rule.of("[0-9]+"));
        if (send) {
            rules.put("dlr", Rule.wanted("yes|no"));
            rules.put("dlr-url", Rule.of("https?://.*"));
            rules.put("dlr-level", Rule.of("[1-3]"));
            rules.put("dlr-method", Rule.of("(?i)get|post"));
        }
        rules.put("tags", Rule.of("[-a-zA-Z0-9,]*"));
        rules.put("content", new Rule(false, ANY));
        rules.put("hex-content", new Rule(false, ANY));
        if (send) {
            rules.put("custom_tlvs", new Rule(false, ANY));
        }
        return rules;
    }

    /** Of a query, and of a form or an object of JSON. @throws JasminRefusal it is no JSON */
    static JasminArguments of(DoorRequest request) throws JasminRefusal {
        Map<String, Object> all = new LinkedHashMap<>(Octets.parameters(request.query()));
        if (request.isPost() && request.type().equals("application/json")) {
            all.putAll(json(request.body()));
        } else if (request.isPost()) {
            Octets.parameters(Octets.of(request.body())).forEach(all::putIfAbsent);
        }
        return new JasminArguments(all);
    }

    /** An object of JSON; its texts are octets of UTF-8. @throws JasminRefusal it is none */
    static Map<String, Object> json(byte[] body) throws JasminRefusal {
        try {
            Map<String, Object> all = new LinkedHashMap<>();
            if (JSON.readValue(body, Object.class) instanceof Map<?, ?> object) {
                object.forEach((name, value) -> all.put(String.valueOf(name), octets(value)));
                return all;
            }
        } catch (JsonProcessingException e) {
            // said below
        } catch (IOException e) {
            throw new IllegalStateException(e); // octets in memory
        }
        throw new JasminRefusal(500, "Unknown error: the body is no JSON object");
    }

    static Object octets(Object value) {
        return value instanceof String text ? Octets.utf8(text) : value;
    }

    /** With underscores for minuses, as JSON of the REST API may have them. */
    JasminArguments withMinuses() {
        Map<String, Object> with = new LinkedHashMap<>();
        all.forEach((name, value) -> with.put(name.equals("custom_tlvs") ? name : name.replace('_', '-'), value));
        return new JasminArguments(with);
    }

    JasminArguments with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(all);
        more.put(name, value);
        return new JasminArguments(more);
    }

    /** As octets; null = it is not there. */
    String get(String name) {
        Object value = all.get(name);
        return value == null ? null : String.valueOf(value);
    }

    boolean has(String name) {
        return all.containsKey(name);
    }

    /** With the defaults of /send. @throws JasminRefusal in Jasmin's words */
    JasminArguments forSend() throws JasminRefusal {
        Map<String, Object> with = new LinkedHashMap<>(all);
        with.putIfAbsent("coding", "0");
        if (with.containsKey("dlr-url") || with.containsKey("dlr-level")) {
            with.put("dlr", "yes");
        }
        with.putIfAbsent("dlr", "no");
        if ("yes".equals(with.get("dlr"))) {
            with.putIfAbsent("dlr-level", "1");
            with.putIfAbsent("dlr-method", "POST");
        }
        with.computeIfPresent(
                "dlr-method", (name, method) -> String.valueOf(method).toUpperCase(Locale.ROOT));
        JasminArguments valid = new JasminArguments(with);
        valid.check(SEND);
        if (!has("content") && !has("hex-content")) {
            throw JasminRefusal.argument("content or hex-content not present.");
        }
        valid.oneContent();
        return valid;
    }

    /** The same of /rate. @throws JasminRefusal in Jasmin's words */
    JasminArguments forRate() throws JasminRefusal {
        Map<String, Object> with = new LinkedHashMap<>(all);
        with.putIfAbsent("coding", "0");
        if (!has("content") && !has("hex-content")) {
            with.put("content", "");
        }
        JasminArguments valid = new JasminArguments(with);
        valid.check(RATE);
        valid.oneContent();
        return valid;
    }

    /** The same of /balance. @throws JasminRefusal in Jasmin's words */
    JasminArguments forBalance() throws JasminRefusal {
        check(BALANCE);
        return this;
    }

    private void oneContent() throws JasminRefusal {
        if (has("content") && has("hex-content")) {
            throw JasminRefusal.argument("content and hex-content cannot be used both in same request.");
        }
    }

    /** The rules are looked at with the first argument, and whether they are known one by one. */
    private void check(Map<String, Rule> rules) throws JasminRefusal {
        if (all.isEmpty()) {
            throw JasminRefusal.argument("Mandatory arguments not found, please refer to the HTTPAPI specifications.");
        }
        boolean first = true;
        for (String argument : all.keySet()) {
            if (!rules.containsKey(argument)) {
                throw JasminRefusal.argument("Argument [" + argument + "] is unknown.");
            }
            if (first) {
                first = false;
                rules(rules);
            }
        }
    }

    private void rules(Map<String, Rule> rules) throws JasminRefusal {
        for (Map.Entry<String, Rule> rule : rules.entrySet()) {
            String name = rule.getKey();
            if (has(name)) {
                if (!rule.getValue().pattern().matcher(get(name)).matches()) {
                    throw JasminRefusal.argument("Argument [" + name + "] has an invalid value: [" + get(name) + "].");
                }
            } else if (rule.getValue().wanted()) {
                throw JasminRefusal.argument("Mandatory argument [" + name + "] is not found.");
            }
        }
    }

    /** No word of it, which has a password. */
    @Override
    public String toString() {
        return "send";
    }
}
