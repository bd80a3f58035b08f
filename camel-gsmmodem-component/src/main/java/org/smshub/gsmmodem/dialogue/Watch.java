package org.smshub.gsmmodem.dialogue;

import org.smshub.gsmmodem.at.AtAnswer;
import org.smshub.gsmmodem.at.AtNext;
import org.smshub.gsmmodem.at.AtRequest;
import org.smshub.gsmmodem.at.AtResult;
import org.smshub.gsmmodem.at.AtStep;
import org.smshub.gsmmodem.at.AtValues;
import org.smshub.gsmmodem.at.Modem;

/** How an idle modem is: whether it answers, registration, signal, and whether it still tells of messages as it was told to. */
public final class Watch {

    static final String NAME = "watch";

    private static final long LIMIT = 20_000;

    private Watch() {}

    public static AtRequest request() {
        return AtRequest.of(NAME, LIMIT, Watch::network);
    }

    private static AtNext network(Modem modem) {
        return AtStep.of("AT+CREG?", result -> {
                    int state = result.values("+CREG").number(1);
                    if (state < 0 || Modem.isRegistered(state) || !Modem.isRegistered(modem.registration)) {
                        modem.registration = state < 0 ? modem.registration : state;
                        return signal(modem);
                    }
                    return packet(modem, state);
                })
                .reading("+CREG");
    }

    private static AtNext packet(Modem modem, int circuit) {
        return AtStep.of("AT+CEREG?", result -> {
                    int state = result.values("+CEREG").number(1);
                    modem.registration = Modem.isRegistered(state) ? state : circuit;
                    return signal(modem);
                })
                .reading("+CEREG");
    }

    private static AtNext signal(Modem modem) {
        return AtStep.of("AT+CSQ", result -> {
                    int signal = result.values("+CSQ").number(0);
                    modem.signal = signal < 0 ? modem.signal : signal;
                    return modem.indications.isEmpty() ? AtAnswer.of(AtResult.DONE, null) : indications(modem);
                })
                .reading("+CSQ");
    }

    /** A modem that lost power for a moment answers, and tells of nothing any more. */
    private static AtNext indications(Modem modem) {
        return AtStep.of("AT+CNMI?", result -> {
                    AtValues now = result.values("+CNMI");
                    boolean same = now.size() == 0
                            || String.join(",", now.values()).startsWith(modem.indications)
                            || modem.indications.startsWith(String.join(",", now.values()));
                    return AtAnswer.of(
                            AtResult.DONE, same ? null : "the modem was started anew: it forgot its settings");
                })
                .reading("+CNMI");
    }
}
