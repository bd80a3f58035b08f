package org.smshub.gsmmodem.serial;

import com.fazecast.jSerialComm.SerialPort;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A serial port as a channel. Reading and writing block, so each has a thread of its own; what they do is told on the event
 * loop. A port whose peer does not read, or whose flow control says stop, blocks a write for ever: it is closed then, which is
 * the only thing that ends such a write (jSerialComm 2.11.4 has no time-out of its own on Linux).
 */
final class SerialChannel extends AbstractChannel {

    private static final ChannelMetadata METADATA = new ChannelMetadata(false);
    private static final int BUFFER = 4_096;

    private final ChannelConfig config = new DefaultChannelConfig(this);
    private final SerialPort port;
    private final SerialAddress address;
    private final Duration writeTimeout;
    private final LinkedBlockingQueue<byte[]> writes = new LinkedBlockingQueue<>();

    /** As many reads as the pipeline has asked for. */
    private final Semaphore wanted = new Semaphore(0);

    private final Thread reader;
    private final Thread writer;
    private volatile boolean open = true;
    private boolean writing;
    private int written;

    /** @param port open; the channel closes it */
    SerialChannel(SerialPort port, Duration writeTimeout) {
        super(null);
        this.port = port;
        this.address = new SerialAddress(port.getSystemPortPath());
        this.writeTimeout = writeTimeout;
        this.reader = thread("read", this::readAll);
        this.writer = thread("write", this::writeAll);
    }

    private Thread thread(String what, Runnable task) {
        Thread thread = new Thread(task, "serial port " + address + " " + what);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    protected void doRegister() {
        reader.start();
        writer.start();
    }

    // reading

    private void readAll() {
        byte[] buffer = new byte[BUFFER];
        try {
            while (open) {
                wanted.acquire();
                wanted.drainPermits();
                int count = 0;
                while (open && count == 0) {
                    count = port.readBytes(buffer, buffer.length);
                }
                if (count < 0) {
                    ended(new IOException("port " + address + " is gone: the modem was pulled out or switched off"));
                    return;
                }
                if (count > 0) {
                    ByteBuf octets = Unpooled.copiedBuffer(buffer, 0, count);
                    eventLoop().execute(() -> {
                        pipeline().fireChannelRead(octets);
                        pipeline().fireChannelReadComplete();
                    });
                }
            }
        } catch (InterruptedException | RejectedExecutionException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    protected void doBeginRead() {
        wanted.release();
    }

    // writing

    @Override
    protected void doWrite(ChannelOutboundBuffer in) {
        Object message = in.current();
        if (!writing && message != null) {
            writing = true;
            int now = ++written;
            eventLoop()
                    .schedule(
                            () -> {
                                if (writing && written == now) {
                                    ended(new IOException("port " + address + " takes nothing for "
                                            + writeTimeout.toMillis()
                                            + " ms (option writeTimeout): check cable, power and option flowControl"));
                                }
                            },
                            writeTimeout.toMillis(),
                            TimeUnit.MILLISECONDS);
            writes.add(ByteBufUtil.getBytes((ByteBuf) message));
        }
    }

    private void writeAll() {
        try {
            while (open) {
                byte[] octets = writes.take();
                int count = port.writeBytes(octets, octets.length);
                eventLoop().execute(() -> wrote(count == octets.length));
            }
        } catch (InterruptedException | RejectedExecutionException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void wrote(boolean whole) {
        if (!open) {
            return;
        }
        writing = false;
        if (!whole) {
            ended(new IOException("port " + address + " is gone: what was written did not leave"));
            return;
        }
        ChannelOutboundBuffer out = unsafe().outboundBuffer();
        if (out != null) {
            out.remove();
            unsafe().flush();
        }
    }

    // the end

    private void ended(IOException why) {
        try {
            eventLoop().execute(() -> {
                if (open) {
                    pipeline().fireExceptionCaught(why);
                    close();
                }
            });
        } catch (RejectedExecutionException stopped) {
            closePort();
        }
    }

    /** Closing may wait for what was written, so it is done by nobody who must not. */
    @Override
    protected void doClose() {
        if (open) {
            open = false;
            thread("close", this::closePort).start();
        }
    }

    private void closePort() {
        port.closePort();
        reader.interrupt();
        writer.interrupt();
    }

    @Override
    protected void doDisconnect() {
        doClose();
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean isActive() {
        return open;
    }

    // what a channel is

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new AbstractUnsafe() {
            @Override
            public void connect(SocketAddress to, SocketAddress from, ChannelPromise promise) {
                safeSetFailure(promise, new UnsupportedOperationException("the port is open"));
            }
        };
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return true;
    }

    @Override
    protected SocketAddress localAddress0() {
        return address;
    }

    @Override
    protected SocketAddress remoteAddress0() {
        return address;
    }

    @Override
    protected void doBind(SocketAddress local) {
        throw new UnsupportedOperationException("a serial port is not bound");
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }
}
