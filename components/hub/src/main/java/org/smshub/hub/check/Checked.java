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

    /**
     * Looks at a call of it in a route, of which constants can be judged before the first message.
     *
     * @param call the method with its arguments, as the route has it
     * @throws IllegalArgumentException naming the wrong word
     */
    default void check(String call) {}
}
