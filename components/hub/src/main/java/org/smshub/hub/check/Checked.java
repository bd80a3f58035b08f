package org.smshub.hub.check;

/** A bean that reads a file of the configuration. */
public interface Checked {

    /**
     * Reads it as a start would, and changes nothing.
     *
     * @throws Exception as the start would; the first line of its message names what is wrong
     */
    void check() throws Exception;

    /** The file that it reads, with {@code file:} or {@code classpath:}. */
    String getFile();
}
