package org.smshub.hub.headers;

import java.lang.reflect.Modifier;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.camel.util.CaseInsensitiveMap;
import org.smshub.link.SmsHeaders;

/**
 * Headers of a message: each of {@link SmsHeaders} has a place of its own, all others are in a map of Camel's. To a route it is
 * that map, any case of letters included; but a message has some twenty headers of ours, is asked for them a hundred times on
 * its way, and a tree that compares them letter by letter was a twentieth of what it cost.
 */
final class SmsHeaderMap extends AbstractMap<String, Object> {

    private static final String[] NAMES = Arrays.stream(SmsHeaders.class.getFields())
            .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == String.class)
            .map(field -> {
                try {
                    return (String) field.get(null);
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(e); // they are public
                }
            })
            .sorted()
            .toArray(String[]::new);

    /** Places by the low bits of the name's hash, the next one free where that is taken; -1 = none. */
    private static final int[] TABLE = new int[256];

    private static final int[] HASHES = new int[NAMES.length];

    /** Stands for a header that is there and null. */
    private static final Object NULL = new Object();

    static {
        Arrays.fill(TABLE, -1);
        for (int place = 0; place < NAMES.length; place++) {
            HASHES[place] = hash(NAMES[place]);
            int at = HASHES[place] & TABLE.length - 1;
            while (TABLE[at] >= 0) {
                at = at + 1 & TABLE.length - 1;
            }
            TABLE[at] = place;
        }
    }

    private final Object[] values;
    private int taken;

    /** Null = none. */
    private Map<String, Object> others;

    SmsHeaderMap() {
        values = new Object[NAMES.length];
    }

    SmsHeaderMap(Map<String, Object> from) {
        if (from instanceof SmsHeaderMap map) {
            values = map.values.clone();
            taken = map.taken;
            others = map.others == null ? null : new CaseInsensitiveMap(map.others);
        } else {
            values = new Object[NAMES.length];
            putAll(from);
        }
    }

    /** The same for any case of its letters. */
    private static int hash(String name) {
        int hash = 0;
        for (int i = 0; i < name.length(); i++) {
            hash = 31 * hash + (name.charAt(i) | 0x20);
        }
        return hash;
    }

    /** -1 = it is none of ours. */
    private static int place(Object key) {
        if (!(key instanceof String name) || name.isEmpty() || (name.charAt(0) | 0x20) != 's') {
            return -1;
        }
        int hash = hash(name);
        for (int at = hash & TABLE.length - 1; TABLE[at] >= 0; at = at + 1 & TABLE.length - 1) {
            int place = TABLE[at];
            if (HASHES[place] == hash && (name.equals(NAMES[place]) || name.equalsIgnoreCase(NAMES[place]))) {
                return place;
            }
        }
        return -1;
    }

    private static Object shown(Object value) {
        return value == NULL ? null : value;
    }

    @Override
    public Object get(Object key) {
        int place = place(key);
        return place >= 0 ? shown(values[place]) : others == null ? null : others.get(key);
    }

    @Override
    public boolean containsKey(Object key) {
        int place = place(key);
        return place >= 0 ? values[place] != null : others != null && others.containsKey(key);
    }

    @Override
    public Object put(String key, Object value) {
        int place = place(key);
        if (place >= 0) {
            return set(place, value == null ? NULL : value);
        }
        if (others == null) {
            others = new CaseInsensitiveMap();
        }
        return others.put(key, value);
    }

    @Override
    public Object remove(Object key) {
        int place = place(key);
        return place >= 0 ? set(place, null) : others == null ? null : others.remove(key);
    }

    private Object set(int place, Object value) {
        Object before = values[place];
        values[place] = value;
        taken += (value == null ? 0 : 1) - (before == null ? 0 : 1);
        return shown(before);
    }

    @Override
    public int size() {
        return taken + (others == null ? 0 : others.size());
    }

    @Override
    public boolean isEmpty() {
        return size() == 0;
    }

    @Override
    public void clear() {
        Arrays.fill(values, null);
        taken = 0;
        others = null;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<String, Object>> iterator() {
                return new Entries();
            }

            @Override
            public int size() {
                return SmsHeaderMap.this.size();
            }
        };
    }

    /** Ours in the order of their names, then the others. */
    private final class Entries implements Iterator<Entry<String, Object>> {

        private int next = after(-1);
        private int last = -1;
        private Iterator<Entry<String, Object>> rest;

        private int after(int place) {
            int at = place + 1;
            while (at < values.length && values[at] == null) {
                at++;
            }
            return at;
        }

        private Iterator<Entry<String, Object>> rest() {
            if (rest == null && others != null) {
                rest = others.entrySet().iterator();
            }
            return rest;
        }

        @Override
        public boolean hasNext() {
            return next < values.length || rest() != null && rest().hasNext();
        }

        @Override
        public Entry<String, Object> next() {
            if (next < values.length) {
                last = next;
                next = after(next);
                return new Place(last);
            }
            if (rest() == null) {
                throw new NoSuchElementException();
            }
            last = -1;
            return rest.next();
        }

        @Override
        public void remove() {
            if (last >= 0) {
                set(last, null);
                last = -1;
            } else if (rest != null) {
                rest.remove();
            } else {
                throw new IllegalStateException();
            }
        }
    }

    private final class Place extends SimpleEntry<String, Object> {

        private final int place;

        Place(int place) {
            super(NAMES[place], shown(values[place]));
            this.place = place;
        }

        @Override
        public Object setValue(Object value) {
            set(place, value == null ? NULL : value);
            return super.setValue(value);
        }
    }
}
