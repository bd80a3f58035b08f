package org.smshub.hub.mail;

/** {@code format=flowed} (RFC 3676): lines that end with a space go on in the next one. */
final class Flowed {

    private Flowed() {}

    /** @param delSp whether that space is no part of the text */
    static String text(String flowed, boolean delSp) {
        StringBuilder text = new StringBuilder(flowed.length());
        String open = null;
        for (String raw : flowed.replace("\r\n", "\n").split("\n", -1)) {
            int depth = 0;
            while (depth < raw.length() && raw.charAt(depth) == '>') {
                depth++;
            }
            String marks = raw.substring(0, depth);
            String line = raw.substring(depth);
            if (line.startsWith(" ")) {
                line = line.substring(1);
            }
            boolean signature = line.equals("-- ");
            if (open != null && (!open.equals(marks) || signature)) {
                text.append('\n');
                open = null;
            }
            if (open == null && depth > 0) {
                text.append(marks).append(' ');
            }
            boolean flows = line.endsWith(" ") && !signature;
            text.append(flows && delSp ? line.substring(0, line.length() - 1) : line);
            open = flows ? marks : null;
            if (!flows) {
                text.append('\n');
            }
        }
        return text.toString();
    }
}
