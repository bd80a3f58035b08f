package org.smshub.it.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.smshub.ledger.postgres.OwnServer;

/** Debian's PostgreSQL with a synchronous standby, and cables from each hub to both. */
final class Pair implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** The two places that hubs know; which of them is primary changes. */
    private final OwnServer[] servers = new OwnServer[2];

    private final List<Cable[]> cables = new ArrayList<>();
    private volatile int primary;

    Pair(int hubs) throws Exception {
        servers[0] = OwnServer.start();
        // a standby that was cut off is back in half a second, not five: commits wait for it
        servers[0].execute("alter system set wal_retrieve_retry_interval = 500");
        servers[1] = servers[0].standby();
        keepAtBoth();
        for (int hub = 0; hub < hubs; hub++) {
            cables.add(new Cable[] {cable(0), cable(1)});
        }
    }

    private Cable cable(int place) throws IOException {
        return new Cable(InetAddress.getLoopbackAddress(), 0, servers[place].port());
    }

    /** Both places by the cables of a hub. */
    String url(int hub) {
        Cable[] both = cables.get(hub);
        return "jdbc:postgresql://127.0.0.1:" + both[0].port() + ",127.0.0.1:" + both[1].port() + "/ledger?user=hub";
    }

    /** Of a hub. */
    Cable[] cables(int hub) {
        return cables.get(hub);
    }

    /** To the primary, by no cable. */
    Connection connect() throws SQLException {
        return servers[primary].connect();
    }

    /** From here on a commit is at both. */
    private void keepAtBoth() throws SQLException {
        OwnServer server = servers[primary];
        server.execute("alter system set synchronous_standby_names = '*'");
        server.execute("select pg_reload_conf()");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(synchronous()).isEqualTo(1));
    }

    private int synchronous() throws SQLException {
        try (Connection any = connect();
                ResultSet row = any.createStatement()
                        .executeQuery("select count(*) from pg_stat_replication where sync_state = 'sync'"
                                + " and current_setting('synchronous_standby_names') = '*'")) {
            row.next();
            return row.getInt(1);
        }
    }

    /** As {@code pg_ctl restart}. @param fast else immediate: what is lost is recovered from the log */
    void restart(boolean fast) throws Exception {
        if (fast) {
            servers[primary].stop();
        } else {
            servers[primary].quit();
        }
        servers[primary].up();
    }

    /** The primary is killed, and its standby goes on in its place. */
    void failOver() throws Exception {
        int lost = primary;
        servers[lost].kill();
        servers[1 - lost].promote();
        primary = 1 - lost;
    }

    /** In the place of the lost one a new standby follows. */
    void follow() throws Exception {
        int lost = 1 - primary;
        // its children see that it is gone, and end
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            servers[lost].close();
            return true;
        });
        servers[lost] = servers[primary].standby();
        for (Cable[] both : cables) {
            both[lost].to(servers[lost].port());
        }
        keepAtBoth();
    }

    @Override
    public void close() throws IOException {
        for (Cable[] both : cables) {
            both[0].close();
            both[1].close();
        }
        // else the primary waits for it
        servers[1 - primary].close();
        servers[primary].close();
    }
}
