package org.smshub.hub.start;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToCreateRouteFromTemplateException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.spi.ContextServicePlugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.check.Finding;
import org.smshub.hub.check.Misspelt;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.commit.writer.GroupCommit;

/**
 * A hub that cannot start says why in a few words, not in a stack trace; {@code JAVA_OPTS=-Dhub.trace=true} shows it. One whose
 * ledger cannot be written by any more, since the thread that does is dead, ends, so that a supervisor starts it anew.
 *
 * <p>A context plugin, since that is what Camel Main calls before it reads the first route; it does nothing in a
 * process that {@code ./hub} did not start.
 */
public class StartFailure implements ContextServicePlugin {

    private static final Logger LOG = LoggerFactory.getLogger(StartFailure.class);
    private static final int EXIT = 1;
    private static final Pattern TEMPLATE = Pattern.compile("Route ?[Tt]emplate");

    /** As the JVM's own, when the memory is exhausted (ExitOnOutOfMemoryError). */
    private static final int EXIT_ON_FAULT = 3;

    /** As the JVM's own, when it is told to end (128 + SIGTERM). */
    private static final int EXIT_ON_TERM = 143;

    @Override
    public void load(CamelContext context) {
        if (System.getProperty("hub.routes") != null) {
            Thread.setDefaultUncaughtExceptionHandler(StartFailure::tell);
        }
    }

    private static void tell(Thread thread, Throwable failure) {
        if (thread.getName().equals(GroupCommit.THREAD)) {
            System.err.println("hub: the thread that writes the ledger has ended (" + describe(failure)
                    + "); the hub ends too: start it again. Nothing that was accepted is lost");
            Runtime.getRuntime().halt(EXIT_ON_FAULT);
        }
        if (!thread.getName().equals("main")) {
            LOG.error("Thread {} ended", thread.getName(), failure);
            return;
        }
        if (isStopped(failure)) {
            System.err.println("hub: stopped while it waited for its ledger");
            Runtime.getRuntime().halt(EXIT_ON_TERM);
        }
        System.err.println("hub: cannot start: " + meant(words(failure)));
        if (isOfConfiguration(failure)) {
            System.err.println("hub: ./hub check, with the same --config and --routes, names file and line");
        }
        if (Boolean.getBoolean("hub.trace")) {
            failure.printStackTrace();
        }
        // not System.exit from a start under way: its shutdown hook would wait for the context that never started
        Runtime.getRuntime().halt(EXIT);
    }

    private static boolean isStopped(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof LedgerException e && e.getReason() == LedgerException.Reason.STOPPED) {
                return true;
            }
        }
        return false;
    }

    /** Where a key that nobody sets is misspelt, the line that is. */
    private static String meant(String words) {
        try {
            return Misspelt.of(StartCheck.propertiesFiles(), StartCheck.folders(), StartCheck.home())
                    .meantBy(words)
                    .map(Finding::toString)
                    .orElse(words);
        } catch (IOException | RuntimeException e) {
            return words;
        }
    }

    /** Whether Camel could not make what was written, which it says without file and line. */
    private static boolean isOfConfiguration(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof FailedToCreateRouteException
                    || t instanceof FailedToCreateRouteFromTemplateException
                    || t instanceof PropertyBindingException
                    || TEMPLATE.matcher(String.valueOf(t.getMessage())).find()) {
                return true;
            }
        }
        return false;
    }

    /** Even where the failure itself cannot say what it is. */
    private static String describe(Throwable failure) {
        try {
            return failure.toString();
        } catch (Throwable e) {
            return failure.getClass().getName();
        }
    }

    /** The messages from the outermost to the cause, without those that another one quotes. */
    public static String words(Throwable failure) {
        Set<String> words = new LinkedHashSet<>();
        for (Throwable t = failure; t != null; t = t.getCause()) {
            boolean wraps = t.getCause() != null && t.getCause().toString().equals(t.getMessage());
            if (t.getMessage() != null && !wraps) {
                words.add(t.getMessage().strip());
            }
        }
        List<String> telling = new ArrayList<>();
        for (String word : words) {
            boolean repeats = words.stream().anyMatch(other -> !other.equals(word) && other.contains(word));
            if (!repeats) {
                telling.add(word);
            }
        }
        return telling.isEmpty() ? failure.toString() : String.join(": ", telling);
    }
}
