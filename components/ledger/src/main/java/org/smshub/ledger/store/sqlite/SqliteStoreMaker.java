package org.smshub.ledger.store.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.store.DataFolder;
import org.smshub.ledger.store.Engine;
import org.smshub.ledger.store.Store;
import org.smshub.ledger.store.StoreMaker;

/** SQLite, on a file in the data folder: what a hub has whose configuration says nothing else. */
public class SqliteStoreMaker implements StoreMaker {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteStoreMaker.class);

    @Override
    public final boolean opens(String url) {
        return url == null;
    }

    @Override
    public final Store open(Place place, Consumer<String> damage) throws SQLException, IOException {
        if (place.shared()) {
            throw new IllegalArgumentException("hub.nodes = true is for hubs that share a ledger on PostgreSQL, and this one is a"
                    + " file; name the database in hub.ledger.url, or leave hub.nodes false");
        }
        SqliteStore store = new SqliteStore(place.folder(), this::engine);
        look(place.folder(), what -> damage.accept(store.damaged(what)));
        update(SqliteStore.source(place.folder(), false));
        return store;
    }

    /** Brings the file to the newest schema. */
    protected void update(DataSource file) throws SQLException {
        SqliteSchema.update(file);
    }

    /** What writes by a connection, which it closes when it is closed. */
    protected Engine engine(Connection connection) throws SQLException {
        return new SqliteEngine(connection);
    }

    /** What SQLite would not see, or not say, when it opens the file. */
    private static void look(Path folder, Consumer<String> damage) throws IOException {
        Path file = folder.resolve(SqliteStore.FILE);
        boolean known = Files.exists(file);
        // before SQLite makes it by the umask; what it puts beside it gets the same rights
        if (Files.size(new DataFolder(folder).file(SqliteStore.FILE)) == 0 && known) {
            LOG.warn(
                    "The ledger file {} was empty: a new ledger begins. If it held messages, stop the hub and restore"
                            + " it from a backup",
                    file.toAbsolutePath());
        }
        if (isCut(file)) {
            damage.accept("it was cut");
        }
        String lost = Wal.damage(folder.resolve(SqliteStore.FILE + "-wal"));
        if (lost != null) {
            damage.accept(lost);
        }
    }

    /** Whether it ends within a page, which SQLite never leaves so, and which it mends in silence. */
    private static boolean isCut(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer head = ByteBuffer.allocate(18);
            if (channel.read(head) < head.capacity()) {
                return false;
            }
            // sqlite.org/fileformat.html 1.3.2: 1 stands for 65,536
            int page = head.getShort(16) & 0xFFFF;
            return channel.size() % (page == 1 ? 65_536 : Math.max(page, 1)) != 0;
        }
    }

    @Override
    public final String advice(SQLException e) {
        return SqliteFaults.advice(e);
    }
}
