package org.smshub.gsmmodem.at;

import java.util.function.Supplier;

/** What may wait for a disk, and so is not done on the event loop; the modem is asked nothing meanwhile. */
public record AtWork(Supplier<AtNext> task) implements AtNext {}
