package org.smshub.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.ResourceHelper;
import org.smshub.link.SmsHeaders;

/**
 * Who may send: the clients of {@code clients.yaml}, told apart by their API key. The file has the
 * hashes of the keys, see {@link ApiKey}.
 */
public class Clients implements CamelContextAware {

    private static final String BEARER = "Bearer ";
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private record File(List<Client> clients) {}

    private CamelContext camelContext;
    private String file;
    private volatile Map<String, Client> byHash = Map.of();

    /** Sets SmsClient from the exchange property {@code authorization}, as the HTTP header has it; it goes no further. */
    public void authenticate(Exchange exchange) throws RefusedException {
        Message message = exchange.getMessage();
        Object header = exchange.removeProperty("authorization");
        String value = header == null ? "" : header.toString();
        if (!value.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw new RefusedException(
                    RefusedException.Reason.UNAUTHORIZED, null, "Send your API key: Authorization: Bearer <key>");
        }
        Client client = byHash.get(ApiKey.hash(value.substring(BEARER.length()).trim()));
        if (client == null) {
            throw new RefusedException(RefusedException.Reason.UNAUTHORIZED, null, "This API key is not known");
        }
        message.setHeader(SmsHeaders.CLIENT, client.id());
    }

    /** Holds SmsFrom against what the client may use, and sets it where it is absent. */
    public void sender(Exchange exchange) throws RefusedException {
        Message message = exchange.getMessage();
        Client client = byId(message.getHeader(SmsHeaders.CLIENT, String.class));
        String from = message.getHeader(SmsHeaders.FROM, String.class);
        if (client == null) {
            return;
        }
        if (from == null && client.defaultSender() != null) {
            message.setHeader(SmsHeaders.FROM, client.defaultSender());
        } else if (from != null
                && !client.senders().isEmpty()
                && !client.senders().contains(from)) {
            throw new RefusedException(
                    RefusedException.Reason.FORBIDDEN, "from", "This client may not send as '" + from + "'");
        }
    }

    private Client byId(String id) {
        for (Client client : byHash.values()) {
            if (client.id().equals(id)) {
                return client;
            }
        }
        return null;
    }

    private Map<String, Client> load() {
        Map<String, Client> read = new HashMap<>();
        try (var in = ResourceHelper.resolveMandatoryResourceAsInputStream(camelContext, file)) {
            String yaml =
                    camelContext.resolvePropertyPlaceholders(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            ObjectMapper mapper = new ObjectMapper(new YAMLFactory());
            for (Client client : mapper.readValue(yaml, File.class).clients()) {
                for (String key : client.keys()) {
                    if (!key.matches(ApiKey.HASH + "[0-9a-f]{64}")) {
                        throw new IllegalStateException(
                                file + ": client " + client.id()
                                        + ": a key stands here as its hash, sha256: and 64 hexadecimal digits; ./hub key makes one");
                    }
                    read.put(key, client);
                }
                if (client.keyFile() != null) {
                    read.put(ApiKey.hash(key(client)), client);
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    file + ":" + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(), e);
        } catch (Exception e) {
            throw new IllegalStateException(file + " cannot be read: " + e.getMessage(), e);
        }
        return Map.copyOf(read);
    }

    private static String key(Client client) {
        Path path = Path.of(client.keyFile()).toAbsolutePath();
        try {
            if (!Files.exists(path)) {
                Files.createDirectories(path.getParent());
                if (Files.getFileStore(path.getParent()).supportsFileAttributeView("posix")) {
                    Files.createFile(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
                }
                Files.writeString(path, ApiKey.random() + "\n");
            }
            return Files.readString(path).trim();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the key file " + path + " of client " + client.id() + " can be neither read nor made (" + e
                            + "); its folder is hub.data, or HUB_DATA: name one that the hub may write to",
                    e);
        }
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
        // a broken file is an error of the start, not of the first message
        camelContext.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStarting(CamelContext context) {
                byHash = load();
            }
        });
    }

    public String getFile() {
        return file;
    }

    /** The clients' file, such as {@code classpath:clients.yaml}; placeholders in it are resolved. */
    public void setFile(String file) {
        this.file = file;
    }
}
