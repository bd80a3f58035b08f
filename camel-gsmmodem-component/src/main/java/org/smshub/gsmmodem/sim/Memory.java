package org.smshub.gsmmodem.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.smshub.text.tpdu.Pdu;

/** A memory for messages, with places from 1 on as most modems count. */
final class Memory {

    static final int UNREAD = 0;
    static final int READ = 1;
    static final int UNSENT = 2;
    static final int SENT = 3;

    /** @param status 0 to 3, as +CMGL says it */
    record Stored(int status, Pdu pdu) {

        boolean isOutgoing() {
            return status >= UNSENT;
        }
    }

    private final Map<Integer, Stored> places = new TreeMap<>();
    private int size;

    Memory(int size) {
        this.size = size;
    }

    int size() {
        return size;
    }

    /** What is stored beyond a smaller size stays. */
    void resize(int places) {
        size = places;
    }

    int used() {
        return places.size();
    }

    List<Integer> indexes() {
        return new ArrayList<>(places.keySet());
    }

    /** @return its place, the lowest that is free; -1 when it is full */
    int add(int status, Pdu pdu) {
        for (int index = 1; index <= size; index++) {
            if (places.putIfAbsent(index, new Stored(status, pdu)) == null) {
                return index;
            }
        }
        return -1;
    }

    /** @return null when nothing is there */
    Stored at(int index) {
        return places.get(index);
    }

    void mark(int index, int status) {
        places.computeIfPresent(index, (i, stored) -> new Stored(status, stored.pdu()));
    }

    /** @throws AtError for a place that the memory does not have */
    void delete(int index) throws AtError {
        if (places.remove(index) == null && (index < 1 || index > size)) {
            throw AtError.cms(AtError.CMS_INDEX);
        }
    }

    /** Deletes as the flag of +CMGD says: 1 what was read, 2 also what was sent, 3 also what was not, 4 all. */
    void sweep(int flag) {
        places.values().removeIf(stored -> switch (stored.status()) {
            case READ -> true;
            case SENT -> flag >= 2;
            case UNSENT -> flag >= 3;
            default -> flag >= 4;
        });
    }
}
