package org.smshub.hub.httplink.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a provider calls the hub with: whose signature it has, what it says, and how it is answered. */
public final class Callback {

    /** How a call is answered that was understood and kept. */
    public record Reply(int status, String type, String body) {}

    private final Signature signature;
    private final Hearing hearing;
    private final Reply reply;

    Callback(Yaml yaml, Set<String> options) {
        List<String> names = new ArrayList<>(Hearing.NAMES);
        names.addAll(List.of("signature", "answer"));
        Map<String, Yaml> members = yaml.members("callback", names.toArray(new String[0]));
        signature = members.containsKey("signature") ? Signature.read(members.get("signature"), options) : null;
        hearing = new Hearing(yaml, members);
        reply = members.containsKey("answer") ? reply(members.get("answer")) : new Reply(200, null, null);
    }

    private static Reply reply(Yaml yaml) {
        Map<String, Yaml> members = yaml.members("answer", "status", "type", "body");
        String status = members.containsKey("status") ? members.get("status").string("status") : "200";
        if (!status.matches("2[0-9]{2}")) {
            throw members.get("status").wrong("status is one of success, 200 to 299, not " + status);
        }
        return new Reply(
                Integer.parseInt(status),
                members.containsKey("type") ? members.get("type").string("type") : null,
                members.containsKey("body") ? members.get("body").string("body") : null);
    }

    String refusal(Called called, Values options, long now) {
        return signature == null ? null : signature.refusal(called, options, now);
    }

    /** What it says. @throws IllegalArgumentException where it cannot be read */
    public List<Heard> read(Called called) {
        return hearing.read(called);
    }

    public Reply reply() {
        return reply;
    }
}
