package org.smshub.gsmmodem.at;

import java.util.function.Function;

/**
 * A command, what comes before its result, and how the request goes on after it.
 *
 * @param command without the CR; null = find out whether the modem listens, whatever it was at (ESC, then AT)
 * @param typed what is typed behind the prompt, null for a command without one; Ctrl-Z follows it
 * @param reads name of the lines that belong to it, such as {@code +CSQ}; null = none
 * @param free whether any line that is not unsolicited belongs to it
 * @param waits whether the result is not the end before a line of that name came
 * @param limit milliseconds to the result; behind a prompt to its result, {@link #PROMPT} to the prompt
 * @param pause milliseconds before it is written
 */
public record AtStep(
        String command,
        String typed,
        String reads,
        boolean free,
        boolean waits,
        long limit,
        long pause,
        Function<AtResult, AtNext> then)
        implements AtNext {

    /** Milliseconds to the prompt. */
    public static final long PROMPT = 10_000;

    /** Of a command that a modem does by itself. */
    private static final long SHORT = 5_000;

    /** @param then what follows the result, which may be {@link AtResult#SILENT} */
    public static AtStep of(String command, Function<AtResult, AtNext> then) {
        return new AtStep(command, null, null, false, false, SHORT, 0, then);
    }

    /** Wakes the modem, and ends what it may be at. */
    public static AtStep sync(Function<AtResult, AtNext> then) {
        return of(null, then);
    }

    public AtStep typing(String text) {
        return new AtStep(command, text, reads, free, waits, limit, pause, then);
    }

    public AtStep reading(String name) {
        return new AtStep(command, typed, name, free, waits, limit, pause, then);
    }

    public AtStep readingAll() {
        return new AtStep(command, typed, reads, true, waits, limit, pause, then);
    }

    public AtStep waitingFor(String name) {
        return new AtStep(command, typed, name, free, true, limit, pause, then);
    }

    public AtStep within(long millis) {
        return new AtStep(command, typed, reads, free, waits, millis, pause, then);
    }

    public AtStep after(long millis) {
        return new AtStep(command, typed, reads, free, waits, limit, millis, then);
    }

    /** Whether the line, which is no result, belongs to this command. */
    boolean owns(String line) {
        AtValues values = AtValues.of(line);
        if (reads == null || !values.name().equalsIgnoreCase(reads)) {
            return false;
        }
        // +CREG: <n>,<stat>… answers, +CREG: <stat>[,<area>,<cell>] is unsolicited
        boolean registration = reads.endsWith("REG");
        return !registration || values.size() > 1 && line.matches("(?i)\\+C[EG]?REG: *\\d+ *, *\\d{1,2} *(,.*)?");
    }

    /** For a log: without the PIN. */
    @Override
    public String toString() {
        return command == null ? "AT" : command.replaceFirst("(?i)(\\+CPIN=).*", "$1****");
    }
}
