package org.smshub.it.centre;

import java.util.HashMap;
import java.util.Map;

/**
 * A scenario that a kind of link cannot play, and why.
 *
 * @param always false where it depends on which of two threads is first
 */
record Limit(boolean always, String why) {

    private static final String RECONNECT =
            "camel-smpp's producer makes a new session under a lock that the lost one may hold; then it tries no more";
    private static final String READER = "jSMPP's reader ends with an exception, and nobody answers";
    private static final String LATE = "jSMPP forgets a submit_sm when its time is over, and drops the answer";
    private static final String ORDER = "jSMPP reads PDUs of one session in several threads";

    /** Of links over the stock component, by scenario; where camel-smpp or jSMPP decide and the hub cannot. */
    static final Map<String, Limit> CAMEL_SMPP = limits(Map.ofEntries(
            Map.entry("theOthersAreUp", "camel-smpp tries to connect on the thread that starts the routes"),
            Map.entry(
                    "theEndIsInTime", "camel-smpp stops after the attempt to connect that is under way, link by link"),
            Map.entry("bindNeverAnswered", RECONNECT),
            Map.entry("endedInsteadOfAnswered", RECONNECT),
            Map.entry("endedAfterTheBind", RECONNECT),
            Map.entry("resetAfterTheBind", RECONNECT),
            Map.entry("aWrongPassword", "camel-smpp does not say with which status a bind was refused"),
            Map.entry("bindFailed", "camel-smpp does not say with which status a bind was refused"),
            Map.entry("downtimeIsNoAttempt", "camel-smpp writes a line for each attempt to reconnect"),
            Map.entry("anAnswerThatComesLate", LATE),
            Map.entry("anAnswerThatComesAfterThoseOfOthers", LATE),
            Map.entry("aRefusalThatComesAfterAnswersToOthers", LATE),
            Map.entry("anIdOf65Characters", "jSMPP cannot read a message_id longer than 64, and drops the answer"),
            Map.entry("anIdOf200Characters", "jSMPP cannot read a message_id longer than 64, and drops the answer"),
            Map.entry("stateOfNoOctets", READER),
            Map.entry("twoStrayOctets", READER),
            Map.entry("threeStrayOctets", READER),
            Map.entry("malformedThreeHundredTimes", READER),
            Map.entry("endedAfterTheAnswer", "?" + ORDER),
            Map.entry("contradictingAtOnce", "?" + ORDER),
            Map.entry("yesThenNo", "?" + ORDER),
            Map.entry("unbindAfterTheAnswer", "?" + ORDER)));

    private static final String BETWEEN =
            "a submit_sm that leaves between bind_resp and the end of the line is in doubt";

    /** Of links over our own client. */
    static final Map<String, Limit> SMPP_CLIENT =
            limits(Map.of("endedAfterTheBind", "?" + BETWEEN, "resetAfterTheBind", "?" + BETWEEN));

    private static final String ONE = "a modem has one message under way, and no other before its answer";

    private static final String PROMPT =
            "a modem that stands still gives no prompt, so nothing has left and nothing is in doubt";

    /** Of modems. */
    static final Map<String, Limit> MODEM = limits(Map.of(
            "anAnswerThatComesAfterThoseOfOthers", ONE,
            "aRefusalThatComesAfterAnswersToOthers", ONE,
            "resetWithAWindowInFlight", ONE,
            "frozen", PROMPT,
            "frozenForAMinute", PROMPT,
            "neverAnswers", "?a modem that gives no result is opened anew each time, and says so"));

    private static Map<String, Limit> limits(Map<String, String> reasons) {
        Map<String, Limit> limits = new HashMap<>();
        reasons.forEach((scenario, why) ->
                limits.put(scenario, new Limit(!why.startsWith("?"), why.startsWith("?") ? why.substring(1) : why)));
        return limits;
    }
}
