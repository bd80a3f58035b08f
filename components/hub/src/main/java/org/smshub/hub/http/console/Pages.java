package org.smshub.hub.http.console;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The console's files: those beside this class with an ending of a page's, and the charts' of their own jar. Nothing else is read. */
final class Pages {

    /** @param tag changes with the content */
    record Page(String type, Buffer content, String tag) {}

    private static final Pattern NAME = Pattern.compile("/([a-z0-9]+(?:[.-][a-z0-9]+)*)\\.(html|css|js|svg)");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private static final String CHARTS = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
    private static final Map<String, String> OTHERS =
            Map.of("/uplot.js", CHARTS + "uPlot.iife.min.js", "/uplot.css", CHARTS + "uPlot.min.css");

    private final Map<String, Page> known = new ConcurrentHashMap<>();

    /** The file of a path, or null. The first time it is read from its jar, which is a file of this machine's. */
    Page of(String path) {
        String wanted = path.equals("/") ? "/index.html" : path;
        Page page = known.get(wanted);
        if (page != null) {
            return page;
        }
        Matcher name = NAME.matcher(wanted);
        if (!name.matches()) {
            return null;
        }
        page = read(OTHERS.getOrDefault(wanted, wanted.substring(1)), TYPES.get(name.group(2)));
        if (page != null) {
            known.put(wanted, page);
        }
        return page;
    }

    private static Page read(String resource, String type) {
        try (InputStream in = Pages.class.getResourceAsStream(resource)) {
            if (in == null) {
                return null;
            }
            byte[] octets = in.readAllBytes();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(octets);
            return new Page(
                    type,
                    Buffer.buffer(octets),
                    '"' + HexFormat.of().formatHex(hash).substring(0, 16) + '"');
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("The console's file " + resource + " cannot be read", e);
        }
    }
}
