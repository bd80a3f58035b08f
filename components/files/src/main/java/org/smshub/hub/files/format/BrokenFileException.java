package org.smshub.hub.files.format;

import java.io.IOException;

/** A file that cannot be read, or not any further, however often it is tried; the message is for who wrote it. */
public class BrokenFileException extends IOException {

    BrokenFileException(String message) {
        super(message);
    }
}
