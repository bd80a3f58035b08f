package org.smshub.hub.mail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.mail.PasswordAuthentication;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.camel.component.mail.MailAuthenticator;
import org.smshub.hub.RefusedException;

/**
 * Logs in to a mail server by OAuth2 (XOAUTH2): the password is a token, got from the token endpoint by the client's own
 * credentials (RFC 6749 4.4; Microsoft 365) or with a refresh token (RFC 6749 6; Google, Microsoft 365), and got anew before it is
 * over. One bean a mailbox.
 */
public class OAuthLogin extends MailAuthenticator {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_ANSWER = 65_536;
    private static final int WORDS = 200;

    /** Of a token's life is not used, so that none is over on its way. */
    private static final long MARGIN = TimeUnit.SECONDS.toNanos(60);

    /** A token that was withdrawn is in use no longer than this. */
    private static final long LONGEST = TimeUnit.MINUTES.toNanos(10);

    /** A login that failed is not tried anew sooner: a mailbox and ten mails may want it at once. */
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(5);

    private final HttpClient http = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private String user;
    private URI tokenUrl;
    private String clientId = "";
    private String clientSecret = "";
    private String scope = "";
    private String refreshToken = "";
    private Path refreshTokenFile;
    private long requestTimeout = 10_000;

    /** A refresh token that no file has; null = none. */
    private String latest;

    private String token;
    private String failure;
    private long until;

    /** @throws IllegalStateException in one line, when there is no token to be had */
    @Override
    public synchronized PasswordAuthentication getPasswordAuthentication() {
        if (until - System.nanoTime() <= 0 || token == null && failure == null) {
            renew();
        }
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
        return new PasswordAuthentication(user, token);
    }

    private void renew() {
        token = null;
        failure = null;
        try {
            JsonNode answer = ask();
            token = answer.path("access_token").asText("");
            long life = TimeUnit.SECONDS.toNanos(
                    Math.max(0, Math.min(86_400, answer.path("expires_in").asLong(3_600))));
            until = System.nanoTime() + Math.min(LONGEST, Math.max(life / 2, life - MARGIN));
            keep(answer.path("refresh_token").asText(""));
        } catch (IOException e) {
            failure = "No token for " + user + " from " + tokenUrl.getHost() + ": " + e.getMessage();
            until = System.nanoTime() + PAUSE;
        }
    }

    private JsonNode ask() throws IOException {
        require();
        Map<String, String> form = new LinkedHashMap<>();
        String refresh = refreshToken();
        form.put("grant_type", refresh.isEmpty() ? "client_credentials" : "refresh_token");
        form.put("client_id", clientId);
        form.put("client_secret", clientSecret);
        form.put("refresh_token", refresh);
        form.put("scope", scope);
        String body = form.entrySet().stream()
                .filter(field -> !field.getValue().isEmpty())
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(tokenUrl)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        CompletableFuture<JsonNode> answer = http.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
                .thenApply(OAuthLogin::read);
        try {
            return answer.get(requestTimeout, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException("no answer within " + requestTimeout + " ms (requestTimeout)", e);
        } catch (ExecutionException e) {
            Throwable cause =
                    e.getCause() instanceof UncheckedIOException ? e.getCause().getCause() : e.getCause();
            String words = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            throw new IOException(words, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static JsonNode read(HttpResponse<InputStream> response) {
        try (InputStream in = response.body()) {
            JsonNode answer;
            try {
                answer = JSON.readTree(in.readNBytes(LONGEST_ANSWER));
            } catch (JsonProcessingException e) {
                answer = JSON.createObjectNode();
            }
            if (response.statusCode() == 200
                    && !answer.path("access_token").asText("").isEmpty()) {
                return answer;
            }
            // RFC 6749 5.2
            String words = (answer.path("error").asText("") + " "
                            + answer.path("error_description").asText(""))
                    .replaceAll("\\p{Cntrl}+", " ")
                    .strip();
            throw new UncheckedIOException(new IOException("HTTP " + response.statusCode()
                    + (words.isEmpty() ? "" : ", " + words.substring(0, Math.min(WORDS, words.length())))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Wrong options are said where they are used: the properties of a bean come one by one. */
    private void require() {
        if (user == null || tokenUrl == null || clientId.isEmpty()) {
            throw new IllegalArgumentException("An OAuthLogin needs user, tokenUrl and clientId");
        }
    }

    private String refreshToken() throws IOException {
        if (refreshTokenFile == null || latest != null) {
            return latest == null ? refreshToken : latest;
        }
        try {
            return Files.readString(refreshTokenFile).strip();
        } catch (IOException e) {
            throw new IOException("refreshTokenFile " + refreshTokenFile + " cannot be read: " + e, e);
        }
    }

    /** One that the endpoint hands out in place of the last one; it may take the last one no more. */
    private void keep(String next) throws IOException {
        String last = refreshToken();
        if (next.isEmpty() || last.isEmpty() || next.equals(last)) {
            return;
        }
        latest = next;
        if (refreshTokenFile == null) {
            return;
        }
        Path file = refreshTokenFile.toAbsolutePath();
        try {
            Path written = Files.createTempFile(
                    file.getParent(),
                    "token",
                    ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(written, next + "\n");
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            latest = null;
        } catch (IOException e) {
            throw new IOException("refreshTokenFile " + file + " cannot be written: " + e, e);
        }
    }

    public String getUser() {
        return user;
    }

    /** The mailbox, such as sms@example.org. */
    public void setUser(String user) {
        this.user = user;
    }

    public String getTokenUrl() {
        return tokenUrl == null ? null : tokenUrl.toString();
    }

    /** Where tokens come from: https, or http on this machine. */
    public void setTokenUrl(String tokenUrl) {
        URI uri = URI.create(tokenUrl.trim());
        boolean here = "http".equals(uri.getScheme()) && isLoopback(uri.getHost());
        if (uri.getHost() == null || !here && !"https".equals(uri.getScheme())) {
            throw new IllegalArgumentException(
                    "tokenUrl is an https address, not '" + RefusedException.shown(tokenUrl) + "'");
        }
        this.tokenUrl = uri;
    }

    private static boolean isLoopback(String host) {
        try {
            return host != null
                    && host.matches("[0-9.]+|\\[.*]")
                    && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    public String getClientId() {
        return clientId;
    }

    /** The application, as it is registered. */
    public void setClientId(String clientId) {
        this.clientId = clientId.trim();
    }

    public void setClientSecret(String clientSecret) {
        this.clientSecret = clientSecret.trim();
    }

    public String getScope() {
        return scope;
    }

    /** What the token is for, such as {@code https://outlook.office365.com/.default}. */
    public void setScope(String scope) {
        this.scope = scope.trim();
    }

    /** Empty = the application's own credentials. */
    public void setRefreshToken(String refreshToken) {
        this.refreshToken = refreshToken.trim();
    }

    public String getRefreshTokenFile() {
        return refreshTokenFile == null ? null : refreshTokenFile.toString();
    }

    /** A file with the refresh token, into which a newer one is written when the endpoint hands one out. */
    public void setRefreshTokenFile(String refreshTokenFile) {
        this.refreshTokenFile = Path.of(refreshTokenFile.trim());
    }

    public long getRequestTimeout() {
        return requestTimeout;
    }

    /** Milliseconds for an answer of the endpoint. */
    public void setRequestTimeout(long requestTimeout) {
        this.requestTimeout = requestTimeout;
    }
}
