package org.smshub.hub.http.console;

import com.fasterxml.jackson.databind.ObjectReader;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.InetAddress;
import org.smshub.hub.Clients;
import org.smshub.hub.Problem;
import org.smshub.hub.RefusedException;
import org.smshub.hub.StrictJson;
import org.smshub.hub.http.HttpKeys;
import org.smshub.hub.http.HttpRefusals;

/**
 * Answers on the console's port: its files, who signs in and out, and what the API says to whom is signed in. The cookie is
 * good here alone, and only with a header that no foreign page can send ({@value #HEADER}), whatever the method.
 */
final class ConsoleDoor implements Handler<HttpServerRequest> {

    /** Who asks by a script of this origin can set it; another origin would have to be allowed to, and none is. */
    static final String HEADER = "X-Hub-Console";

    static final String COOKIE = "hub-console";

    private static final String API = "/v1/";
    private static final String SESSION = "/session";
    private static final String SIGN_IN = "POST " + SESSION;
    private static final String SIGN_OUT = "DELETE " + SESSION;
    private static final int MOST_OF_SESSION = 1_024;
    private static final ObjectReader WANTED = StrictJson.MAPPER.readerFor(Wanted.class);

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

    /** Who wants to sign in. */
    private record Wanted(String key) {}

    private final Handler<HttpServerRequest> api;
    private final HttpKeys keys;
    private final Clients.SignIns signIns;
    private final Sessions sessions;
    private final Pages pages;
    private final boolean secure;

    ConsoleDoor(
            Handler<HttpServerRequest> api,
            HttpKeys keys,
            Clients.SignIns signIns,
            Sessions sessions,
            Pages pages,
            boolean secure) {
        this.api = api;
        this.keys = keys;
        this.signIns = signIns;
        this.sessions = sessions;
        this.pages = pages;
        this.secure = secure;
    }

    @Override
    public void handle(HttpServerRequest request) {
        MultiMap headers = request.response().headers();
        headers.set("Content-Security-Policy", POLICY)
                .set("X-Content-Type-Options", "nosniff")
                .set("Referrer-Policy", "no-referrer")
                .set("Cross-Origin-Opener-Policy", "same-origin")
                .set("Cross-Origin-Resource-Policy", "same-origin");
        String path = request.path();
        if (path == null) {
            HttpRefusals.refuse(request, 404, "Not Found", "There is nothing here");
        } else if (path.startsWith(API)) {
            headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
            ask(request);
        } else if (path.equals(SESSION)) {
            headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
            session(request);
        } else {
            page(request, path);
        }
    }

    private void page(HttpServerRequest request, String path) {
        boolean get = request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD;
        Pages.Page page = get ? pages.of(path) : null;
        if (page == null) {
            HttpRefusals.refuse(request, 404, "Not Found", "There is nothing here");
            return;
        }
        HttpServerResponse response = request.response()
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader(HttpHeaders.ETAG, page.tag());
        if (page.tag().equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, page.type());
        if (request.method() == HttpMethod.HEAD) {
            response.putHeader(
                            HttpHeaders.CONTENT_LENGTH,
                            String.valueOf(page.content().length()))
                    .end();
        } else {
            response.end(page.content());
        }
    }

    /** Hands a question of who is signed in on to the API, with the key. */
    private void ask(HttpServerRequest request) {
        if (isForeign(request)) {
            return;
        }
        String word = word(request);
        String key = sessions.key(word);
        if (key != null && !keys.knows(authorization(key))) {
            sessions.closeAll(key);
            key = null;
        }
        if (key == null) {
            HttpRefusals.refuse(request, 401, "Unauthorized", "Sign in: nobody is, or it was too long ago");
            return;
        }
        request.headers()
                .remove(HttpHeaders.COOKIE)
                .remove("X-Api-Key")
                .set(HttpHeaders.AUTHORIZATION, authorization(key));
        api.handle(request);
    }

    private static String authorization(String key) {
        return "Bearer " + key;
    }

    /** Whether it lacks the header; then it is answered. */
    private static boolean isForeign(HttpServerRequest request) {
        if (request.headers().contains(HEADER)) {
            return false;
        }
        HttpRefusals.refuse(request, 403, "Forbidden", "The console asks with the header " + HEADER);
        return true;
    }

    private static String word(HttpServerRequest request) {
        Cookie cookie = request.getCookie(COOKIE);
        return cookie == null ? null : cookie.getValue();
    }

    private void session(HttpServerRequest request) {
        if (isForeign(request)) {
            return;
        }
        if (request.method() == HttpMethod.POST) {
            String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
            if (length == null || !length.matches("[0-9]{1,4}") || Integer.parseInt(length) > MOST_OF_SESSION) {
                HttpRefusals.refuse(request, 413, "Content Too Large", "Send {\"key\": …}, and its Content-Length");
                return;
            }
            Vertx vertx = Vertx.currentContext().owner();
            request.body().onSuccess(body -> signIn(vertx, request, body));
        } else if (request.method() == HttpMethod.DELETE) {
            signOut(word(request));
            request.response()
                    .addCookie(cookie("").setMaxAge(0))
                    .setStatusCode(204)
                    .end();
        } else {
            HttpRefusals.refuse(request, 405, "Method Not Allowed", "Not by this method");
        }
    }

    private void signIn(Vertx vertx, HttpServerRequest request, Buffer body) {
        Wanted wanted;
        try {
            wanted = StrictJson.read(WANTED, body.getBytes());
        } catch (RefusedException e) {
            wanted = new Wanted(null);
        }
        if (wanted.key() == null || wanted.key().isBlank()) {
            problem(request, new Problem(400, "Bad Request", "key", "Send {\"key\": …}"));
            return;
        }
        String key = wanted.key().strip();
        keys.signIn(vertx, request, authorization(key), new HttpKeys.SignIn() {
            @Override
            public void in(String client) {
                String word = sessions.open(key);
                signIns.signed(client, SIGN_IN, word == null ? 503 : 204, null);
                if (word == null) {
                    problem(request, new Problem(503, "Service Unavailable", null, "Too many are signed in"));
                    return;
                }
                request.response().addCookie(cookie(word)).setStatusCode(204).end();
            }

            @Override
            public void refused(InetAddress from, int times, int status) {
                String words = "from " + from.getHostAddress() + (times > 1 ? ", " + times + " times" : "");
                signIns.signed(null, SIGN_IN, status, words);
            }
        });
    }

    private void signOut(String word) {
        String key = sessions.key(word);
        sessions.close(word);
        if (key != null) {
            signIns.signed(keys.whose(authorization(key)), SIGN_OUT, 204, null);
        }
    }

    private static void problem(HttpServerRequest request, Problem problem) {
        request.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .end(Buffer.buffer(problem.json()));
    }

    private Cookie cookie(String word) {
        return Cookie.cookie(COOKIE, word)
                .setPath("/")
                .setHttpOnly(true)
                .setSecure(secure)
                .setSameSite(CookieSameSite.STRICT);
    }
}
