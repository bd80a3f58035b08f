package org.smshub.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** CPU time and memory by the system's own account: of the whole machine, to see what else ran, and of the processes measured. */
final class Machine {

    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s*(\\d+) kB");
    private static final Pattern VOLUNTARY = Pattern.compile("\nvoluntary_ctxt_switches:\\s*(\\d+)");
    private static final Pattern THREADS = Pattern.compile("Threads:\\s*(\\d+)");
    private static final double TICKS_PER_SECOND = 100;

    private Machine() {}

    /** Seconds all cores were busy since the machine started, without waiting for disks; NaN where the system does not say. */
    static double busySeconds() {
        try {
            String[] f = Files.readAllLines(Path.of("/proc/stat")).get(0).split("\\s+");
            // user nice system - idle iowait - irq softirq steal
            double ticks = 0;
            for (int i : new int[] {1, 2, 3, 6, 7, 8}) {
                ticks += Double.parseDouble(f[i]);
            }
            return ticks / TICKS_PER_SECOND;
        } catch (IOException notLinux) {
            return Double.NaN;
        }
    }

    /** CPU seconds of this process. */
    static double ownSeconds() {
        return cpuSeconds(Stream.of(ProcessHandle.current()));
    }

    /** CPU time of processes so far, user and system, in seconds. */
    static double cpuSeconds(Stream<ProcessHandle> processes) {
        return processes
                        .mapToLong(p -> p.info()
                                .totalCpuDuration()
                                .orElse(Duration.ZERO)
                                .toNanos())
                        .sum()
                / 1e9;
    }

    /**
     * CPU time of a process and all below it so far, in seconds, also of those that ended and were waited for; 0 where the system does not
     * say.
     */
    static double familySeconds(ProcessHandle head) {
        return Stream.concat(Stream.of(head), head.descendants())
                        .mapToLong(one -> {
                            String stat = text(Path.of("/proc/" + one.pid() + "/stat"));
                            // behind the name, which may hold anything: state … utime stime cutime cstime
                            String[] f = stat.substring(stat.lastIndexOf(')') + 1)
                                    .strip()
                                    .split(" ");
                            return f.length < 15
                                    ? 0
                                    : Long.parseLong(f[11])
                                            + Long.parseLong(f[12])
                                            + Long.parseLong(f[13])
                                            + Long.parseLong(f[14]);
                        })
                        .sum()
                / TICKS_PER_SECOND;
    }

    /** Voluntary context switches of all threads of processes, as far as they still run; 0 where the system does not say. */
    static long voluntarySwitches(Stream<ProcessHandle> processes) {
        return processes
                .flatMap(p -> threads(p.pid()))
                .mapToLong(thread -> number(VOLUNTARY, text(thread.resolve("status"))))
                .sum();
    }

    private static Stream<Path> threads(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            return threads.toList().stream();
        } catch (IOException goneOrNotLinux) {
            return Stream.empty();
        }
    }

    /** What a file says; nothing where it is gone. */
    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException goneOrNotLinux) {
            return "";
        }
    }

    /** Resident memory of processes in MiB; 0 where the system does not say. */
    static long residentMiB(Stream<ProcessHandle> processes) {
        return status(RESIDENT, processes) / 1024;
    }

    /** Threads of processes; 0 where the system does not say. */
    static long threads(Stream<ProcessHandle> processes) {
        return status(THREADS, processes);
    }

    private static long status(Pattern line, Stream<ProcessHandle> processes) {
        return processes
                .mapToLong(p -> number(line, text(Path.of("/proc/" + p.pid() + "/status"))))
                .sum();
    }

    /** The number a pattern's first group finds in a text, or 0. */
    static long number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }
}
