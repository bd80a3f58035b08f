package org.smshub.ledger;

import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** Every option of the ledger, once. */
@UriParams
public class LedgerConfiguration implements Cloneable {

    @UriParam(label = "consumer")
    private String name;

    @UriParam(label = "consumer")
    private String consumer;

    @UriParam(label = "consumer", defaultValue = "604800000", javaType = "java.time.Duration")
    private long age = 604_800_000;

    @UriParam(label = "producer", defaultValue = "3600000", javaType = "java.time.Duration")
    private long timeout = 3_600_000;

    @UriParam(label = "consumer", defaultValue = "10")
    private int window = 10;

    @UriParam(label = "consumer", defaultValue = "0")
    private double rate;

    @UriParam(label = "consumer", defaultValue = "hold", enums = "hold,retry")
    private String unknown = "hold";

    @UriParam(label = "consumer", defaultValue = "5000", javaType = "java.time.Duration")
    private long unknownDelay = 5_000;

    @UriParam(label = "consumer", defaultValue = "3")
    private int unknownAttempts = 3;

    @UriParam(label = "consumer,advanced", defaultValue = "0")
    private int threads;

    @UriParam(label = "common", defaultValue = "5000", javaType = "java.time.Duration")
    private long delay = 5_000;

    @UriParam(label = "common", defaultValue = "2")
    private double backOff = 2;

    @UriParam(label = "common", defaultValue = "300000", javaType = "java.time.Duration")
    private long maximumDelay = 300_000;

    @UriParam(label = "producer", defaultValue = "0")
    private int attempts;

    @UriParam(label = "producer", defaultValue = "false")
    private boolean pause;

    @Metadata(label = "advanced", defaultValue = "5000", javaType = "java.time.Duration")
    private long receiptPatience = 5_000;

    public LedgerConfiguration copy() {
        try {
            return (LedgerConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    public String getName() {
        return name;
    }

    /** Name of the link, as it stands in SmsLinks. Required for link. */
    public void setName(String name) {
        this.name = name;
    }

    public String getConsumer() {
        return consumer;
    }

    /** Name of the events consumer, as it stands in SmsEvents. Required for events. */
    public void setConsumer(String consumer) {
        this.consumer = consumer;
    }

    public long getAge() {
        return age;
    }

    /** events: what a client has not heard for so long is dropped, and said in the log. */
    public void setAge(long age) {
        this.age = age;
    }

    public long getTimeout() {
        return timeout;
    }

    /** incoming: how long a long message waits for its next part, before it goes on with gaps. */
    public void setTimeout(long timeout) {
        this.timeout = timeout;
    }

    public int getWindow() {
        return window;
    }

    /**
     * How many parts may be in flight on the link: throughput needs rate × round trip. events: how many events of one
     * client; with 1 each is heard before the next.
     */
    public void setWindow(int window) {
        this.window = window;
    }

    public double getRate() {
        return rate;
    }

    /** Parts a second the centre allows; no part is claimed that may not be sent yet. 0 = no limit. */
    public void setRate(double rate) {
        this.rate = rate;
    }

    public String getUnknown() {
        return unknown;
    }

    /**
     * What becomes of a part that may have reached the centre without an answer (time-out, dropped line, crash): hold =
     * wait as UNKNOWN for its receipt, never a duplicate; retry = send again, never lost, perhaps twice.
     */
    public void setUnknown(String unknown) {
        this.unknown = unknown;
    }

    public long getUnknownDelay() {
        return unknownDelay;
    }

    /** With unknown=retry: how long to wait before sending again. */
    public void setUnknownDelay(long unknownDelay) {
        this.unknownDelay = unknownDelay;
    }

    public int getUnknownAttempts() {
        return unknownAttempts;
    }

    /** With unknown=retry: after so many attempts the part is held instead. */
    public void setUnknownAttempts(int unknownAttempts) {
        this.unknownAttempts = unknownAttempts;
    }

    public int getThreads() {
        return threads;
    }

    /**
     * Threads that run the route. On a link a producer that blocks for the answer (camel-smpp) needs as many as the window,
     * which 0 gives; an asynchronous one (ucp) is content with 1. events: 0 gives 1, which keeps their order.
     */
    public void setThreads(int threads) {
        this.threads = threads;
    }

    public long getDelay() {
        return delay;
    }

    /** retry, events: how long to wait before the first repetition. */
    public void setDelay(long delay) {
        this.delay = delay;
    }

    public double getBackOff() {
        return backOff;
    }

    /** retry, events: each further wait is so many times the last. */
    public void setBackOff(double backOff) {
        this.backOff = backOff;
    }

    public long getMaximumDelay() {
        return maximumDelay;
    }

    /** retry, events: no wait is longer. */
    public void setMaximumDelay(long maximumDelay) {
        this.maximumDelay = maximumDelay;
    }

    public int getAttempts() {
        return attempts;
    }

    /** retry: attempts on this link before the next of SmsLinks is taken, or the part fails. 0 = until its deadline. */
    public void setAttempts(int attempts) {
        this.attempts = attempts;
    }

    public boolean isPause() {
        return pause;
    }

    /** retry: let the whole link rest for the delay (throttled, or the line is down), not this part alone. */
    public void setPause(boolean pause) {
        this.pause = pause;
    }

    public long getReceiptPatience() {
        return receiptPatience;
    }

    /**
     * How long a receipt that matches nothing waits for its submit result, before it may settle, by link and number, a
     * part whose id was never learnt.
     */
    public void setReceiptPatience(long receiptPatience) {
        this.receiptPatience = receiptPatience;
    }
}
