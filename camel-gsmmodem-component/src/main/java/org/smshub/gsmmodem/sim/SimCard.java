package org.smshub.gsmmodem.sim;

/** The SIM card as far as its PIN goes; the tries that are left survive everything but the right code. */
final class SimCard {

    static final int PIN_TRIES = 3;
    static final int PUK_TRIES = 10;

    private String pin;
    private String puk;
    private int pinTries = PIN_TRIES;
    private int pukTries = PUK_TRIES;
    private boolean asks;
    private boolean unlocked;
    private boolean inserted = true;

    /** @param code null = the card asks for none */
    void codes(String code, String unblocking) {
        pin = code == null ? "0000" : code;
        puk = unblocking;
        asks = code != null;
    }

    /** The modem starts anew: the PIN is asked for again. */
    void restart() {
        unlocked = false;
    }

    void insert(boolean in) {
        inserted = in;
        unlocked = false;
    }

    /** Tries of the PIN that are left, from outside: another phone has used some. */
    void pinTries(int tries) {
        pinTries = tries;
        unlocked &= tries > 0;
    }

    int pinTries() {
        return pinTries;
    }

    int pukTries() {
        return pukTries;
    }

    boolean asks() {
        return asks;
    }

    /** What +CPIN? says. @throws AtError when there is no card, or one that is of no use any more */
    String state() throws AtError {
        if (!inserted) {
            throw AtError.cme(AtError.NO_SIM);
        }
        if (pukTries == 0) {
            throw AtError.cme(AtError.SIM_FAILURE);
        }
        return pinTries == 0 ? "SIM PUK" : asks && !unlocked ? "SIM PIN" : "READY";
    }

    boolean isReady() {
        try {
            return state().equals("READY");
        } catch (AtError none) {
            return false;
        }
    }

    /** @throws AtError with the code of +CMS ERROR or +CME ERROR for a card that is not ready */
    void require(boolean sms) throws AtError {
        String state;
        try {
            state = state();
        } catch (AtError none) {
            throw sms ? AtError.cms(inserted ? 313 : 310) : none;
        }
        if (!state.equals("READY")) {
            boolean blocked = state.equals("SIM PUK");
            throw sms ? AtError.cms(blocked ? 316 : 311) : AtError.cme(blocked ? AtError.SIM_PUK : AtError.SIM_PIN);
        }
    }

    /** +CPIN=code[,new PIN]. */
    void enter(String code, String fresh) throws AtError {
        switch (state()) {
            case "SIM PIN" -> {
                check(code);
                unlocked = true;
            }
            case "SIM PUK" -> {
                if (!code.equals(puk) || !fresh.matches("\\d{4,8}")) {
                    pukTries--;
                    throw AtError.cme(pukTries == 0 ? AtError.SIM_FAILURE : AtError.WRONG_PASSWORD);
                }
                pin = fresh;
                pinTries = PIN_TRIES;
                pukTries = PUK_TRIES;
                unlocked = true;
            }
            default -> throw AtError.cme(AtError.OPERATION_NOT_ALLOWED);
        }
    }

    /** +CLCK="SC",0|1: whether the card asks at the next start. */
    void lock(boolean on, String code) throws AtError {
        require(false);
        check(code);
        asks = on;
        unlocked = true;
    }

    private void check(String code) throws AtError {
        if (!code.equals(pin)) {
            pinTries--;
            throw AtError.cme(pinTries == 0 ? AtError.SIM_PUK : AtError.WRONG_PASSWORD);
        }
        pinTries = PIN_TRIES;
    }
}
