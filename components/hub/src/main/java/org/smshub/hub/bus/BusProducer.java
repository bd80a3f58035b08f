package org.smshub.hub.bus;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.TypeConversionException;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.support.DefaultAsyncProducer;
import org.smshub.link.SmsNotSentException;

/**
 * One thread gives a broker what waits, in the order in which it came. While the broker is away, each exchange fails at once.
 *
 * @param <M> what is made of an exchange's message before it waits
 */
public abstract class BusProducer<M> extends DefaultAsyncProducer {

    /** An exchange on its way, to be given to {@link #end}. */
    protected record Sending<M>(Exchange exchange, AsyncCallback callback, M message) {}

    private static final long WAIT_MILLIS = 500;

    protected final BusLine line;
    private final BusEndpoint endpoint;
    private final BlockingQueue<Sending<M>> waiting;
    private BusHealthCheck health;

    /** Goes on with exchanges, so that the thread which hears of the broker runs nobody's route. */
    private ExecutorService followers;

    protected BusProducer(BusEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
        this.waiting = new ArrayBlockingQueue<>(endpoint.getWindow());
        this.line = new BusLine(endpoint.scheme() + " to " + endpoint.destination(), endpoint, new BusLine.Task() {
            @Override
            public void work() throws Exception {
                BusProducer.this.work();
            }

            @Override
            public void away() {
                endWaiting(line.trouble());
            }
        });
    }

    /** Connects, and works until that fails or the line is no longer running. */
    protected abstract void work() throws Exception;

    /** @throws TypeConversionException it cannot be sent at all */
    protected abstract M message(Message message) throws TypeConversionException;

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        followers = endpoint.getCamelContext().getExecutorServiceManager().newSingleThreadExecutor(this, line.name());
        line.start();
        HealthCheckRegistry checks = checks();
        if (checks != null) {
            health = new BusHealthCheck(endpoint.kind() + "-out:" + endpoint.destination(), endpoint, line);
            health.setCamelContext(endpoint.getCamelContext());
            checks.register(health);
        }
    }

    /** Its own: that of "producers" is off in a hub, where a dead link takes nobody out of service. */
    private HealthCheckRegistry checks() {
        return HealthCheckRegistry.get(endpoint.getCamelContext());
    }

    @Override
    protected void doStop() throws Exception {
        line.stop();
        if (health != null && checks() != null) {
            checks().unregister(health);
        }
        endWaiting("the output is stopped");
        if (followers != null) {
            endpoint.getCamelContext().getExecutorServiceManager().shutdownGraceful(followers);
        }
        super.doStop();
    }

    @Override
    public final boolean process(Exchange exchange, AsyncCallback callback) {
        Sending<M> one;
        try {
            one = new Sending<>(exchange, callback, message(exchange.getMessage()));
        } catch (TypeConversionException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        String trouble = line.trouble();
        if (trouble == null && !waiting.offer(one)) {
            trouble = endpoint.getWindow() + " messages wait for it";
        } else if (trouble == null) {
            trouble = line.trouble();
            if (trouble == null || !waiting.remove(one)) {
                return false;
            }
            // it went away in between, and nobody looks at what waits now
        }
        exchange.setException(failure(trouble));
        callback.done(true);
        return true;
    }

    /** @return what has waited longest; null = nothing for half a second */
    protected final Sending<M> next() throws InterruptedException {
        return waiting.poll(WAIT_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** What waits now, up to so many. */
    protected final void drainTo(List<Sending<M>> batch, int most) {
        waiting.drainTo(batch, most);
    }

    /** @param trouble null = the broker has it */
    protected final void end(Sending<M> one, String trouble) {
        if (trouble != null) {
            one.exchange().setException(failure(trouble));
        }
        try {
            followers.execute(() -> one.callback().done(false));
        } catch (RejectedExecutionException e) {
            one.callback().done(false);
        }
    }

    private void endWaiting(String trouble) {
        List<Sending<M>> left = new ArrayList<>();
        waiting.drainTo(left);
        left.forEach(one -> end(one, trouble));
    }

    private SmsNotSentException failure(String trouble) {
        return new SmsNotSentException(null, "Broker " + endpoint.broker() + ": " + trouble, true);
    }
}
