package org.smshub.hub.files.format;

import java.io.Closeable;
import java.io.IOException;

/** The records of a file, one after the other; what it holds in memory does not grow with the file. */
public interface LineSource extends Closeable {

    /**
     * The next record, good or bad; null at the end, behind which nobody asks again.
     *
     * @throws BrokenFileException nothing that follows can be read
     */
    Line next() throws IOException;
}
