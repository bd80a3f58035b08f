package org.smshub.hub.httplink.file;

/** What the names in a template stand for, for one message or request. */
@FunctionalInterface
public interface Values {

    /** Null = nothing. */
    String get(String name);
}
