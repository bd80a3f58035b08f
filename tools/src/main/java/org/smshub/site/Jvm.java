package org.smshub.site;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/** What the JVM of a hub is told. The JVM that asks is the one that will run it. */
final class Jvm {

    private static final int FEATURE = Runtime.version().feature();
    private static final boolean WINDOWS = File.separatorChar == '\\';

    private Jvm() {}

    /** Options by version and platform; what {@code JAVA_OPTS} says of collector or heap counts instead. */
    static List<String> options() {
        List<String> options = new ArrayList<>(List.of("-Xms32m", "-Xmx1g"));
        // a JVM that has met its limit is no longer what it was: it ends with 3, and a supervisor starts it again
        options.add("-XX:+ExitOnOutOfMemoryError");
        if (!WINDOWS) {
            options.add(
                    "-XX:OnOutOfMemoryError=echo 'hub: out of memory, and ends: start it again, with more by JAVA_OPTS=-Xmx2g if it"
                            + " happens again. Nothing that was accepted is lost' >&2");
        }
        // what the compilers of the start have left in malloc's hands goes back to the system: 15 MiB. Not every update
        // of 17 knows it
        if (FEATURE == 17 && Runtime.version().update() >= 10) {
            options.addAll(List.of(
                    "-XX:+UnlockExperimentalVMOptions",
                    "-XX:+UnlockDiagnosticVMOptions",
                    "-XX:TrimNativeHeapInterval=10000"));
        } else if (FEATURE >= 22) {
            options.add("-XX:TrimNativeHeapInterval=10000");
        }
        // the JVM takes no two collectors
        String said = Environment.variable("HUB_JDK_JAVA_OPTIONS") + " " + Environment.variable("JAVA_OPTS");
        boolean collector = false;
        for (StringTokenizer words = new StringTokenizer(said); words.hasMoreTokens(); ) {
            String word = words.nextToken();
            collector |= word.startsWith("-XX:+Use") && word.endsWith("GC");
        }
        if (!collector) {
            options.add("-XX:+UseSerialGC");
        }
        // from 24 on camel-smpp's blocked threads are virtual ones, which synchronized no longer pins
        if (FEATURE >= 24) {
            options.add("-Dcamel.threads.virtual.enabled=true");
        }
        options.addAll(quiet());
        return options;
    }

    /** Of every command: from 24 on a JVM warns, four lines each, of what Netty and SQLite do. */
    static List<String> quiet() {
        return FEATURE < 24
                ? List.of()
                : List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
    }

    /** The words of {@code JAVA_OPTS}. */
    static List<String> extra() {
        String said = Environment.variable("JAVA_OPTS");
        return said.isEmpty() ? List.of() : List.of(said.split("\\s+"));
    }
}
