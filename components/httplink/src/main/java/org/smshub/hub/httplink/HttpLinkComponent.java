package org.smshub.hub.httplink;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.impl.ContextInternal;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.ResourceHelper;
import org.smshub.hub.httplink.file.Provider;
import org.smshub.link.Loop;

/** Sends short messages by providers with an HTTP API; which one, and how, says a file. One event loop for all of them. */
@Component("sms-http")
public class HttpLinkComponent extends DefaultComponent {

    private static final long STOP_SECONDS = 10;

    private final Map<String, HttpLink> links = new ConcurrentHashMap<>();
    private Vertx vertx;
    private Context loop;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        HttpLinkConfiguration options = new HttpLinkConfiguration();
        HttpLinkEndpoint endpoint = new HttpLinkEndpoint(uri, this, remaining, options);
        setProperties(endpoint, parameters);
        endpoint.check();
        return endpoint;
    }

    /** A file about a provider: a name (its file lies in {@code providers} of the configuration), or where it lies. */
    Provider provider(String name) throws IOException {
        boolean place = name.contains(":");
        String location =
                getCamelContext().resolvePropertyPlaceholders(place ? name : "{{config:providers/" + name + ".yaml}}");
        try {
            return read(location);
        } catch (FileNotFoundException e) {
            throw new IllegalArgumentException(
                    "There is no provider '" + name + "': " + location.replaceFirst("^file:", "") + " is not there"
                            + (place ? "" : "; there are " + names()),
                    e);
        }
    }

    /** Of the files in {@code providers}, one's own and the package's. */
    private Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (String property : List.of("hub.config", "hub.home")) {
            String folder = System.getProperty(property);
            Path path = folder == null
                    ? null
                    : property.equals("hub.home")
                            ? Path.of(folder, "config", "providers")
                            : Path.of(folder, "providers");
            if (path != null && Files.isDirectory(path)) {
                try (Stream<Path> files = Files.list(path)) {
                    files.map(file -> file.getFileName().toString())
                            .filter(file -> file.endsWith(".yaml"))
                            .forEach(file -> names.add(file.substring(0, file.length() - ".yaml".length())));
                } catch (IOException e) {
                    // what cannot be listed is not named
                }
            }
        }
        return names;
    }

    Provider read(String location) throws IOException {
        String shown = location.replaceFirst("^file:", "");
        try (Reader in = new InputStreamReader(
                ResourceHelper.resolveMandatoryResourceAsInputStream(getCamelContext(), location),
                StandardCharsets.UTF_8.newDecoder())) {
            return Provider.read(shown, in);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(shown + ":1: it is not UTF-8: save it as that", e);
        }
    }

    /** The link of that name that runs; null = there is none. */
    HttpLink link(String name) {
        return links.get(name);
    }

    void add(HttpLink link) {
        HttpLink before = links.putIfAbsent(link.name(), link);
        if (before != null) {
            throw new IllegalStateException("there is a link '" + link.name() + "' by HTTP already");
        }
    }

    void remove(HttpLink link) {
        links.remove(link.name(), link);
    }

    /** Made with the first link: a hub without one has no thread for it. */
    synchronized Context loop() {
        if (vertx == null) {
            vertx = Vertx.vertx(new VertxOptions()
                    .setEventLoopPoolSize(1)
                    .setWorkerPoolSize(1)
                    .setInternalBlockingPoolSize(1)
                    .setFileSystemOptions(
                            new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
            loop = vertx.getOrCreateContext();
            ((ContextInternal) loop).nettyEventLoop().execute(() -> Loop.is(((ContextInternal) loop).nettyEventLoop()));
        }
        return loop;
    }

    @Override
    protected void doShutdown() throws Exception {
        super.doShutdown();
        Vertx closing;
        synchronized (this) {
            closing = vertx;
            vertx = null;
            loop = null;
        }
        if (closing != null) {
            closing.close()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(STOP_SECONDS, TimeUnit.SECONDS)
                    .exceptionally(late -> null)
                    .join();
        }
    }
}
