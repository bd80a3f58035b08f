package org.smshub.hub.doors;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** Steps behind one another that fail with the failure itself: a route asks for its type, and of {@code thenApply} it gets a wrapping. */
public final class Futures {

    private Futures() {}

    /** @param then may throw unchecked exceptions */
    public static <T> CompletableFuture<Void> then(CompletableFuture<T> first, Consumer<T> then) {
        CompletableFuture<Void> both = new CompletableFuture<>();
        first.whenComplete((result, failure) -> {
            if (failure != null) {
                boolean wrapped = failure instanceof CompletionException && failure.getCause() != null;
                both.completeExceptionally(wrapped ? failure.getCause() : failure);
                return;
            }
            try {
                then.accept(result);
                both.complete(null);
            } catch (RuntimeException e) {
                both.completeExceptionally(e);
            }
        });
        return both;
    }
}
