package org.smshub.gsmmodem.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.nio.NioEventLoopGroup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The channel over a pty whose other end is one too. */
@Timeout(60)
class SerialChannelTest {

    @TempDir
    Path folder;

    private final NioEventLoopGroup loops = new NioEventLoopGroup(1);
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final StringBuffer heard = new StringBuffer();
    private Process cable;

    @BeforeEach
    void plugIn() throws Exception {
        boolean socat = Files.isExecutable(Path.of("/usr/bin/socat"));
        assumeTrue(socat, "socat is not installed");
        cable = new ProcessBuilder("socat", "pty,raw,echo=0,link=" + path("near"), "pty,raw,echo=0,link=" + path("far"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        await().until(() -> Files.exists(path("near")) && Files.exists(path("far")));
    }

    @AfterEach
    void stop() throws Exception {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
        if (cable != null) {
            cable.destroy();
            cable.waitFor();
        }
    }

    private Path path(String end) {
        return folder.resolve(end);
    }

    private SerialChannel open(String end, long writeTimeout) throws Exception {
        SerialOptions options = new SerialOptions(
                path(end).toString(), null, 115_200, "NONE", Duration.ofMillis(writeTimeout), null, null);
        SerialChannel channel = new SerialChannel(Ports.open(options), options.writeTimeout());
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                ByteBuf in = (ByteBuf) message;
                heard.append(in.toString(StandardCharsets.ISO_8859_1));
                in.release();
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                said.add(cause.getMessage());
            }
        });
        loops.register(channel).sync();
        return channel;
    }

    private static void awaitNoThreads() {
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("serial port")));
    }

    @Test
    void octetsGoBothWays() throws Exception {
        SerialChannel near = open("near", 5_000);
        SerialChannel far = open("far", 5_000);
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        String text = new String(all, StandardCharsets.ISO_8859_1);
        for (int i = 0; i < 20; i++) {
            near.writeAndFlush(Unpooled.wrappedBuffer(all));
        }
        await().until(() -> heard.toString().equals(text.repeat(20)));
        heard.setLength(0);
        assertThat(far.writeAndFlush(Unpooled.wrappedBuffer(all)).await().isSuccess())
                .isTrue();
        await().until(() -> heard.toString().equals(text));
        near.close().sync();
        far.close().sync();
        awaitNoThreads();
    }

    @Test
    void aPortThatTakesNothingIsClosedAndTheWriteFails() throws Exception {
        SerialChannel near = open("near", 500);
        // more than two ptys and socat hold, and nobody reads the far end
        ChannelFuture written = near.writeAndFlush(Unpooled.wrappedBuffer(new byte[4 * 1024 * 1024]));
        assertThat(written.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(written.isSuccess()).isFalse();
        assertThat(said).singleElement().asString().contains("takes nothing for 500 ms", "flowControl");
        assertThat(near.isOpen()).isFalse();
        cable.destroy();
        awaitNoThreads();
    }

    @Test
    void pulledOut() throws Exception {
        SerialChannel near = open("near", 5_000);
        cable.destroy();
        assertThat(near.closeFuture().await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(said).singleElement().asString().contains("is gone");
        awaitNoThreads();
    }

    @Test
    void aSecondOwnerIsRefused() throws Exception {
        SerialChannel near = open("near", 5_000);
        try {
            open("near", 5_000);
            assertThat(true).as("opened twice").isFalse();
        } catch (java.io.IOException e) {
            assertThat(e).hasMessageContaining("another program or endpoint uses it");
        }
        near.close().sync();
    }
}
