package org.smshub.importer;

/** A line of a file that is imported. @param line 1 is the first */
public record Place(String file, int line) {

    @Override
    public String toString() {
        return file + ":" + line;
    }
}
