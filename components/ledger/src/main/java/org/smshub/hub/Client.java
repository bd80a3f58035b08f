package org.smshub.hub;

import java.util.List;

/**
 * One who may send, as {@code config/clients.yaml} has it.
 *
 * @param keys hashes of its API keys, {@code sha256:} and 64 hexadecimal digits
 * @param keyFile a file that holds the key itself, made with a random key when it is missing; or null
 * @param senders the only values of {@code from} it may use; empty = any
 * @param defaultSender {@code from} of a message without one, or null
 */
record Client(String id, List<String> keys, String keyFile, List<String> senders, String defaultSender) {

    Client {
        keys = keys == null ? List.of() : List.copyOf(keys);
        senders = senders == null ? List.of() : List.copyOf(senders);
    }
}
