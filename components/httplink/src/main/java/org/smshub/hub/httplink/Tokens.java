package org.smshub.hub.httplink;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.smshub.hub.httplink.file.Call;
import org.smshub.hub.httplink.file.TokenAsk;
import org.smshub.link.SmsNotSentException;

/** The token of a link, fetched when it is wanted and none holds; all that want it meanwhile wait for the one. */
final class Tokens {

    /** It is another's clock that ends it. */
    private static final long MARGIN_SECONDS = 30;

    private final HttpLink link;
    private final ProviderCaller caller;
    private CompletableFuture<TokenAsk.Token> now;
    private long until;

    Tokens(HttpLink link, ProviderCaller caller) {
        this.link = link;
        this.caller = caller;
    }

    /** Fails with an {@link SmsNotSentException}: nothing has left. */
    synchronized CompletableFuture<TokenAsk.Token> get() {
        boolean over = now == null || now.isCompletedExceptionally() || now.isDone() && System.nanoTime() - until > 0;
        if (over) {
            CompletableFuture<TokenAsk.Token> next = new CompletableFuture<>();
            now = next;
            fetch(next);
        }
        return now;
    }

    private void fetch(CompletableFuture<TokenAsk.Token> next) {
        TokenAsk ask = link.provider().token();
        Call call;
        try {
            call = ask.ask(link.values()::get);
        } catch (RuntimeException e) {
            next.completeExceptionally(none("invalid", e.getMessage()));
            return;
        }
        caller.call(call, (by, came) -> {
            TokenAsk.Token token = came.answer() == null ? null : ask.read(came.answer());
            if (token != null) {
                synchronized (this) {
                    until = System.nanoTime()
                            + TimeUnit.SECONDS.toNanos(Math.max(token.seconds() / 2, token.seconds() - MARGIN_SECONDS));
                }
                next.complete(token);
            } else {
                next.completeExceptionally(none(
                        "no-token",
                        came.answer() == null
                                ? came.words()
                                : "it answers " + came.answer().status()));
            }
        });
    }

    private SmsNotSentException none(String code, String why) {
        return SmsNotSentException.forLineDown(
                link.scheme() + ":" + code, "Link " + link.name() + ": no token to log in with: " + link.discreet(why));
    }

    /** The provider has refused it before its time was over. */
    synchronized void refused(TokenAsk.Token token) {
        if (now != null && now.isDone() && !now.isCompletedExceptionally() && now.join() == token) {
            now = null;
        }
    }
}
