package org.smshub.line;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import java.util.concurrent.Executor;
import org.smshub.link.nature.Nature;

/**
 * The threads that all lines share. Each pool refuses what it cannot take, and never runs it on the giver's thread.
 *
 * @param loops read and write
 * @param workers routes of what came
 * @param ends routes behind what was sent; apart from the workers, which may all wait for one of these
 * @param desk logins from where the account has logged in before
 * @param strangers all other logins: guesses of passwords keep none of the known ones waiting
 * @param names look-ups of host names, which block
 * @param nature the time, and chance; the loops keep the same time
 * @param open all connections, so that the last goodbyes can be waited for together
 */
public record Threads(
        EventLoopGroup loops,
        Executor workers,
        Executor ends,
        Executor desk,
        Executor strangers,
        Executor names,
        Nature nature,
        ChannelGroup open) {}
