package org.smshub.ledger;

import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** Every option of the ledger, once. */
@UriParams
public class LedgerConfiguration implements Cloneable {

    @UriParam(label = "consumer")
    private String name;

    @UriParam(label = "consumer")
    private String consumer;

    @UriParam(label = "consumer")
    private String sessions;

    @UriParam(label = "consumer", defaultValue = "604800000", javaType = "java.time.Duration")
    private long age = 604_800_000;

    @UriParam(label = "producer", defaultValue = "3600000", javaType = "java.time.Duration")
    private long timeout = 3_600_000;

    @UriParam(label = "consumer", defaultValue = "10")
    private int window = 10;

    @UriParam(label = "consumer", defaultValue = "0")
    private double rate;

    @UriParam(label = "consumer", defaultValue = "0")
    private int budget;

    @UriParam(label = "consumer", defaultValue = "false")
    private boolean whole;

    @UriParam(label = "consumer", defaultValue = "0")
    private int restAfter;

    @UriParam(label = "consumer", defaultValue = "900000", javaType = "java.time.Duration")
    private long rest = 900_000;

    @UriParam(label = "consumer", defaultValue = "hold", enums = "hold,retry")
    private String unknown = "hold";

    @UriParam(label = "consumer", defaultValue = "5000", javaType = "java.time.Duration")
    private long unknownDelay = 5_000;

    @UriParam(label = "consumer", defaultValue = "3")
    private int unknownAttempts = 3;

    @UriParam(label = "consumer", defaultValue = "10000", javaType = "java.time.Duration")
    private long failoverAfter = 10_000;

    @UriParam(label = "consumer", defaultValue = "120000", javaType = "java.time.Duration")
    private long probeMaxDelay = 120_000;

    @UriParam(label = "consumer", defaultValue = "1")
    private double slowest = 1;

    @UriParam(label = "consumer")
    private String account;

    @UriParam(label = "consumer", defaultValue = "SAFE")
    private String idForms = "SAFE";

    @UriParam(label = "consumer", defaultValue = "ID", enums = "ID,REFERENCE,NUMBER")
    private String receiptsBy = "ID";

    @UriParam(label = "consumer", defaultValue = "GSM7", enums = "GSM7,LATIN1,ASCII,UTF8")
    private String alphabet = "GSM7";

    @UriParam(label = "consumer", defaultValue = "GSM7", enums = "GSM7,LATIN1,ASCII,UTF8")
    private String classAlphabet = "GSM7";

    @UriParam(label = "consumer", defaultValue = "GSM7,UCS2,BINARY")
    private String carries = "GSM7,UCS2,BINARY";

    @UriParam(label = "consumer")
    private String languages = "";

    @UriParam(label = "consumer", defaultValue = "255")
    private int maxParts = 255;

    @UriParam(label = "consumer", defaultValue = "UDH", enums = "UDH,SAR,PAYLOAD")
    private String longMessages = "UDH";

    @UriParam(label = "producer")
    private String again;

    @UriParam(label = "producer", defaultValue = "100")
    private int limit = 100;

    @UriParam(label = "consumer,advanced", defaultValue = "0")
    private int threads;

    @UriParam(label = "consumer,advanced", defaultValue = "true")
    private boolean blocking = true;

    @UriParam(label = "common", defaultValue = "5000", javaType = "java.time.Duration")
    private long delay = 5_000;

    @UriParam(label = "common", defaultValue = "2")
    private double backOff = 2;

    @UriParam(label = "common", defaultValue = "300000", javaType = "java.time.Duration")
    private long maximumDelay = 300_000;

    @UriParam(label = "producer", defaultValue = "0")
    private int attempts;

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

    public String getSessions() {
        return sessions;
    }

    /**
     * events: address to which those who hear of them come, such as smpp-server:0.0.0.0:2775. Where several hubs work with one ledger,
     * each tells the clients that have a session there; without it one hub tells all of them.
     */
    public void setSessions(String sessions) {
        this.sessions = sessions;
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

    public int getBudget() {
        return budget;
    }

    /**
     * link: parts a day, by the hub's time zone, that are sent or may have been; kept over restarts. When they are spent, what
     * waits goes to the next of SmsLinks, or waits for the next day. 0 = no limit.
     */
    public void setBudget(int budget) {
        this.budget = budget;
    }

    public boolean isWhole() {
        return whole;
    }

    /**
     * link: whether the parts of a message stay together: they go to another link only together, and not once one of them
     * was sent or may have been.
     */
    public void setWhole(boolean whole) {
        this.whole = whole;
    }

    public int getRestAfter() {
        return restAfter;
    }

    /**
     * link: refusals in a row (that are not for good, nor for the pace) after which the link rests, as if its line were lost:
     * what waits goes to the next of SmsLinks. 0 = never.
     */
    public void setRestAfter(int restAfter) {
        this.restAfter = restAfter;
    }

    public long getRest() {
        return rest;
    }

    /** link: how long it rests after restAfter refusals; then one part tries whether it is taken again. */
    public void setRest(long rest) {
        this.rest = rest;
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

    /** With unknown=retry: after so many sends on this link the part is held instead. */
    public void setUnknownAttempts(int unknownAttempts) {
        this.unknownAttempts = unknownAttempts;
    }

    public long getFailoverAfter() {
        return failoverAfter;
    }

    /**
     * link: how long it must be out of service (not started, line lost, silent) until what waits there goes to the next of
     * SmsLinks that is in service. 0 = at once.
     */
    public void setFailoverAfter(long failoverAfter) {
        this.failoverAfter = failoverAfter;
    }

    public long getProbeMaxDelay() {
        return probeMaxDelay;
    }

    /**
     * link: a centre that answers nothing to a whole window is tried with one part after 1 s, 2 s, 4 s … up to this, until it
     * answers. With unknown=hold each of these parts is in doubt.
     */
    public void setProbeMaxDelay(long probeMaxDelay) {
        this.probeMaxDelay = probeMaxDelay;
    }

    public double getSlowest() {
        return slowest;
    }

    /** link: parts a second below which throttling never takes the pace; rate is its ceiling. */
    public void setSlowest(double slowest) {
        this.slowest = slowest;
    }

    public String getAccount() {
        return account;
    }

    /**
     * link: links with the same account share their receipts, since a centre sends them to any session of a login. Such as
     * user@host:port; without it the link shares with none.
     */
    public void setAccount(String account) {
        this.account = account;
    }

    public String getIdForms() {
        return idForms;
    }

    /**
     * link: which forms of the centre's ids are the same, comma-separated: SAFE, AS_IS, HEX_TO_DECIMAL, DECIMAL_TO_HEX,
     * IGNORE_CASE, IGNORE_ZEROS. SAFE tries what cannot confuse two ids of one centre.
     */
    public void setIdForms(String idForms) {
        this.idForms = idForms;
    }

    public String getReceiptsBy() {
        return receiptsBy;
    }

    /**
     * link: NUMBER = the ids of this centre's receipts are known to match nothing, so that a receipt settles the part of
     * its number where only one can be meant. REFERENCE is the line's own affair: its ids match.
     */
    public void setReceiptsBy(String receiptsBy) {
        this.receiptsBy = receiptsBy;
    }

    public String getAlphabet() {
        return alphabet;
    }

    /** The link's 7-bit alphabet: GSM7, or LATIN1, ASCII or UTF8 where its centre turns that into GSM-7. */
    public void setAlphabet(String alphabet) {
        this.alphabet = alphabet;
    }

    public String getClassAlphabet() {
        return classAlphabet;
    }

    /** The same of a message with a class or a data coding. */
    public void setClassAlphabet(String classAlphabet) {
        this.classAlphabet = classAlphabet;
    }

    public String getCarries() {
        return carries;
    }

    /**
     * What the link carries, comma-separated: GSM7, UCS2, BINARY; LATIN1 and ASCII as their senders wrote them; OTHER, the data
     * codings that SMPP alone has.
     */
    public void setCarries(String carries) {
        this.carries = carries;
    }

    public String getLanguages() {
        return languages;
    }

    /** Languages whose national tables may be used for a text of the hub's own, such as TURKISH,SPANISH; none as a rule. */
    public void setLanguages(String languages) {
        this.languages = languages;
    }

    public int getMaxParts() {
        return maxParts;
    }

    /** Parts of a long message that the link takes, 1 to 255. */
    public void setMaxParts(int maxParts) {
        this.maxParts = maxParts;
    }

    public String getLongMessages() {
        return longMessages;
    }

    /** How a long message goes: its parts by header (UDH) or parameters (SAR), or in one piece (PAYLOAD). */
    public void setLongMessages(String longMessages) {
        this.longMessages = longMessages;
    }

    public String getAgain() {
        return again;
    }

    /** unread: the address that may read the octets again, such as direct:received. */
    public void setAgain(String again) {
        this.again = again;
    }

    public int getLimit() {
        return limit;
    }

    /** kept, replay: so many at most. */
    public void setLimit(int limit) {
        this.limit = limit;
    }

    public int getThreads() {
        return threads;
    }

    /**
     * Threads that run the route. On a link a producer that blocks for the answer (camel-smpp) needs as many as the window,
     * which 0 gives; asynchronous ones (smpp-client, ucp) are content with 1, and then share the ledger's workers.
     */
    public void setThreads(int threads) {
        this.threads = threads;
    }

    public boolean isBlocking() {
        return blocking;
    }

    /**
     * link: whether a step of the route may block. false, where none waits for a disk, a network or a lock: parts are sent
     * on the event loop that reads the answers of the line (whose own {@code blocking} is false, too), all that one commit
     * brought in one task; {@code threads} is not used.
     */
    public void setBlocking(boolean blocking) {
        this.blocking = blocking;
    }

    public long getDelay() {
        return delay;
    }

    /** retry, slow, events: how long to wait before the first repetition. down: how long the link rests. */
    public void setDelay(long delay) {
        this.delay = delay;
    }

    public double getBackOff() {
        return backOff;
    }

    /** retry, slow, events: each further wait is so many times the last. */
    public void setBackOff(double backOff) {
        this.backOff = backOff;
    }

    public long getMaximumDelay() {
        return maximumDelay;
    }

    /** retry, slow, events: no wait is longer. */
    public void setMaximumDelay(long maximumDelay) {
        this.maximumDelay = maximumDelay;
    }

    public int getAttempts() {
        return attempts;
    }

    /**
     * retry, slow: sends on this link (slow: refusals in a row for going too fast) before the next of SmsLinks is taken, or the
     * part fails. 0 = until its deadline.
     */
    public void setAttempts(int attempts) {
        this.attempts = attempts;
    }
}
