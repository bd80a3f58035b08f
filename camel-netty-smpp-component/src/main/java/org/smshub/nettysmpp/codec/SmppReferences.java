package org.smshub.nettysmpp.codec;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Ids of our own for messages whose centre gives none that its receipts repeat, told apart by user_message_reference. One
 * octet a number, because some echo no more than the low one. What was sent longest ago is forgotten first.
 */
public final class SmppReferences {

    private static final int MAX = 100_000;
    private static final int OCTET = 0xFF;

    /** Digits at the end of a number that are the same in each form of it. */
    private static final int TAIL = 8;

    /** @param settled whether its last receipt came, so that the reference may be used again */
    private record Entry(String id, boolean settled) {}

    private final Map<String, Entry> ids = new LinkedHashMap<>();
    private final String start = Long.toString(System.currentTimeMillis(), 36);
    private long count;

    /** A reference that no other message to this number has now, -1 when all are taken. */
    public synchronized int next(String number) {
        for (int i = 0; i < OCTET; i++) {
            int reference = (int) (count++ % OCTET) + 1;
            String key = key(number, reference);
            Entry known = ids.get(key);
            if (known == null || known.settled()) {
                ids.remove(key);
                ids.put(key, new Entry(start + "-" + Long.toString(count, 36), false));
                if (ids.size() > MAX) {
                    Iterator<String> eldest = ids.keySet().iterator();
                    eldest.next();
                    eldest.remove();
                }
                return reference;
            }
        }
        return -1;
    }

    /** The id of the message to this number with this reference, null if there is none. */
    public synchronized String id(String number, long reference) {
        Entry entry = reference < 0 ? null : ids.get(key(number, reference));
        return entry == null ? null : entry.id();
    }

    /** The last receipt came; it may come again until the reference is used anew. */
    public synchronized void settled(String number, long reference) {
        ids.computeIfPresent(key(number, reference), (key, entry) -> new Entry(entry.id(), true));
    }

    private static String key(String number, long reference) {
        return number.substring(Math.max(0, number.length() - TAIL)) + "/" + (reference & OCTET);
    }
}
