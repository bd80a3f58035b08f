package org.smshub.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** CPU time of the whole machine, to see what else ran while something was measured. */
final class Machine {

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
        return ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .orElse(Duration.ZERO)
                        .toNanos()
                / 1e9;
    }
}
