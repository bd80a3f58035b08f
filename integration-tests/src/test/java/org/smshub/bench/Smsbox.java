package org.smshub.bench;

/** Kannel (Debian package {@code kannel}) whose centre is gone: what its smsbox accepts waits in bearerbox. */
public final class Smsbox implements AutoCloseable {

    private static final int WINDOW = 50;

    private final Kannel kannel;

    /** Both boxes, up; they have seen a centre once, for bearerbox takes nothing for one that it never knew. */
    public Smsbox() throws Exception {
        try (SmppSink sink = new SmppSink(SmppSink.Settings.FAST, submit -> {})) {
            kannel = new Kannel(sink, WINDOW);
        }
    }

    /** @return messages a second that its {@code /cgi-bin/sendsms} answered with 202, by the load of {@link HttpRate} */
    public double measure(int seconds) throws Exception {
        return HttpRate.rate(kannel, kannel.request(true), seconds);
    }

    @Override
    public void close() {
        kannel.close();
    }
}
