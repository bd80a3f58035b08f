package org.smshub.cimd2;

import static org.smshub.cimd2.codec.Cimd2Parameter.DELIVERY_REQUEST_MODE;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.spi.ExecutorServiceManager;
import org.smshub.cimd2.codec.Cimd2Error;
import org.smshub.cimd2.codec.Cimd2Frame;
import org.smshub.cimd2.codec.Cimd2Operation;
import org.smshub.line.FrameException;
import org.smshub.line.Line;
import org.smshub.line.LineRequest;
import org.smshub.line.Session;
import org.smshub.line.camel.LineConsumer;
import org.smshub.link.Failure;

/**
 * Takes what a centre delivers: messages (20) and status reports (23), and asks for them (05) where it must be asked. The
 * response waits for the route.
 */
public class Cimd2Consumer extends LineConsumer<Cimd2Frame> implements LineRequest.End<Cimd2Frame> {

    private final Cimd2Configuration options;
    private final AtomicBoolean asking = new AtomicBoolean();
    private ScheduledExecutorService poll;

    Cimd2Consumer(Cimd2Endpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.options = endpoint.getConfiguration();
    }

    @Override
    protected void fill(Session<Cimd2Frame> session, Cimd2Frame request, Message message) throws FrameException {
        new Cimd2Reader(options, false, alphabet(session)).read(request, message);
        message.setHeader(Cimd2Constants.REMOTE_ADDRESS, String.valueOf(session.remote()));
    }

    /** Null when what was not taken cannot be refused. */
    @Override
    protected Cimd2Frame answer(Session<Cimd2Frame> session, Cimd2Frame request, Exchange exchange) {
        String refused = refused(exchange, Cimd2Constants.REFUSE);
        if (refused == null) {
            return request.response().build();
        }
        return options.isNegativeResponses() ? request.refusal(Cimd2Error.number(refused, 710)) : null;
    }

    @Override
    protected void send(Session<Cimd2Frame> session, Cimd2Frame answer, Exchange exchange) {
        if (answer == null) {
            session.leaveUnanswered("the route did not take a message, which only another session brings again");
            return;
        }
        super.send(session, answer, exchange);
        if (options.getDeliveryRequest().equals("ONE")) {
            ask();
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        if (!options.getDeliveryRequest().equals("NONE")) {
            poll = executors().newSingleThreadScheduledExecutor(this, "Cimd2DeliveryRequest");
            long interval = options.getDeliveryRequestInterval();
            poll.scheduleWithFixedDelay(this::ask, interval, interval, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    protected void doStop() throws Exception {
        if (poll != null) {
            executors().shutdownNow(poll);
            poll = null;
        }
        super.doStop();
    }

    private ExecutorServiceManager executors() {
        return getEndpoint().getCamelContext().getExecutorServiceManager();
    }

    private void ask() {
        Line<Cimd2Frame> line = line();
        if (line != null && isReady() && asking.compareAndSet(false, true)) {
            int mode = options.getDeliveryRequest().equals("ONE") ? 1 : 2;
            Cimd2Frame.Builder frame = Cimd2Frame.operation(Cimd2Operation.DELIVERY_REQUEST);
            line.submit(null, frame.add(DELIVERY_REQUEST_MODE, mode).build(), this);
        }
    }

    /** Whether something waits or not, it comes by itself or is asked for again. */
    @Override
    public void answered(Cimd2Frame answer) {
        asking.set(false);
    }

    @Override
    public void failed(Failure why, Throwable cause) {
        asking.set(false);
    }
}
