package org.smshub.hub.files.format;

import java.util.ArrayList;
import java.util.List;
import org.smshub.hub.Records;

/**
 * Which field of a message stands where in a record, as an option writes it: {@code to=MSISDN,text=Message,from='ACME'}.
 * What stands behind the equals sign is the format's own (a column's name or number, from-to of characters, a path), or in
 * quotes what every message gets. Without equals signs, {@code to,text,-,ref}, they stand in that order; - is nobody's.
 */
record Columns(List<Column> all, boolean inOrder) {

    /** One field. @param source null = every message gets the constant */
    record Column(Records.Field field, String source, String constant) {

        String label() {
            return field.label();
        }

        /** @throws IllegalArgumentException naming the option, when the source is no number */
        int position() {
            if (!source.matches("[1-9][0-9]{0,3}")) {
                throw new IllegalArgumentException("Option columns: " + label() + "=" + source
                        + ": without a header a column is a number from 1 on");
            }
            return Integer.parseInt(source) - 1;
        }
    }

    /**
     * @param text null or empty = none
     * @throws IllegalArgumentException naming the option
     */
    static Columns parse(String text) {
        List<Column> all = new ArrayList<>();
        if (text == null || text.isBlank()) {
            return new Columns(all, false);
        }
        boolean inOrder = text.indexOf('=') < 0;
        int place = 0;
        for (String one : text.split(",")) {
            String item = one.strip();
            place++;
            int equals = item.indexOf('=');
            String name = equals < 0 ? item : item.substring(0, equals).strip();
            if (equals < 0 && !inOrder) {
                throw new IllegalArgumentException(
                        "Option columns: '" + item + "' is no field=column; either all are or none");
            }
            if (inOrder && name.equals("-")) {
                continue;
            }
            Records.Field field = Records.Field.named(name);
            if (field == null) {
                throw new IllegalArgumentException(
                        "Option columns: there is no field '" + name + "'; there are " + Records.Field.labels());
            }
            String source =
                    inOrder ? String.valueOf(place) : item.substring(equals + 1).strip();
            boolean constant = source.length() >= 2 && source.startsWith("'") && source.endsWith("'");
            all.add(
                    constant
                            ? new Column(field, null, source.substring(1, source.length() - 1))
                            : new Column(field, source, null));
        }
        return new Columns(List.copyOf(all), inOrder);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }
}
