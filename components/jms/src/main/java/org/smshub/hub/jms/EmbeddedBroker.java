package org.smshub.hub.jms;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/**
 * An Artemis in the hub's JVM: persistent, each write synced, one user, on the loopback interface alone. Queues are made when
 * somebody names them.
 */
final class EmbeddedBroker implements AutoCloseable {

    /** Of its address within the JVM. */
    static final int ID = 0;

    /** Octets of an address in memory; the rest is on the disk. */
    private static final long IN_MEMORY = 8L << 20;

    private static final int PERCENT_OF_DISK = 95;
    private static final int MESSAGE_MAX = 1 << 20;
    private static final String ROLE = "hub";

    private final ActiveMQServerImpl server;

    /**
     * @param folder of the journal, which is there
     * @param port on the loopback interface, 0 = within this JVM alone
     * @throws Exception it does not run
     */
    EmbeddedBroker(Path folder, int port, String user, String password) throws Exception {
        if (port > 0) {
            free(port);
            if (user.isEmpty() || password.isEmpty()) {
                throw new IllegalArgumentException(
                        "who may connect by its port is not said: camel.beans.jmsConnections.user and .password (HUB_JMS_USER, HUB_JMS_PASSWORD)");
            }
        }
        SecurityConfiguration users = new SecurityConfiguration();
        if (!user.isEmpty()) {
            users.addUser(user, password);
            users.addRole(user, ROLE);
        }
        server = new ActiveMQServerImpl(
                configuration(folder, port, !user.isEmpty()),
                new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users));
        try {
            server.start();
            if (!server.waitForActivation(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("it is not active within 60 s: another hub may have its journal");
            }
        } catch (Exception e) {
            try {
                close();
            } catch (IllegalStateException half) {
                e.addSuppressed(half);
            }
            throw e;
        }
    }

    /** A broker whose port is taken stays half alive, and says so in its log alone. */
    private static void free(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        }
    }

    private static Configuration configuration(Path folder, int port, boolean secured) throws Exception {
        AddressSettings addresses = new AddressSettings()
                // what is poison the hub puts aside itself, with the reason
                .setMaxDeliveryAttempts(-1)
                .setDeadLetterAddress(SimpleString.of("DLQ"))
                .setExpiryAddress(SimpleString.of("ExpiryQueue"))
                .setMaxSizeBytes(IN_MEMORY)
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                .setAutoDeleteQueues(false)
                .setAutoDeleteAddresses(false);
        Configuration configuration = new ConfigurationImpl()
                .setName("sms-hub")
                .setPersistenceEnabled(true)
                .setJournalType(JournalType.NIO)
                .setJournalDatasync(true)
                .setJournalDirectory(folder.resolve("journal").toString())
                .setBindingsDirectory(folder.resolve("bindings").toString())
                .setPagingDirectory(folder.resolve("paging").toString())
                .setLargeMessagesDirectory(folder.resolve("large").toString())
                .setNodeManagerLockDirectory(folder.resolve("lock").toString())
                .setJournalFileSize(1 << 20)
                .setJournalMinFiles(2)
                .setJournalPoolFiles(10)
                .setMaxDiskUsage(PERCENT_OF_DISK)
                .setSecurityEnabled(secured)
                .setJMXManagementEnabled(false)
                .setMessageCounterEnabled(false)
                .setGracefulShutdownEnabled(false)
                .addAddressSetting("#", addresses)
                .addAcceptorConfiguration(new TransportConfiguration(
                        InVMAcceptorFactory.class.getName(), Map.of("serverId", Integer.toString(ID)), "vm"));
        configuration.registerBrokerPlugin(new NotTooLong());
        if (port > 0) {
            configuration.addAcceptorConfiguration(new TransportConfiguration(
                    NettyAcceptorFactory.class.getName(),
                    Map.of("host", "127.0.0.1", "port", Integer.toString(port), "protocols", "CORE"),
                    "loopback"));
        }
        if (secured) {
            configuration.putSecurityRoles(
                    "#",
                    Set.of(new Role(ROLE, true, true, true, true, true, true, false, true, true, true, false, false)));
        }
        return configuration;
    }

    /** A message that does not fit into the hub's memory would end the hub, and come again at its next start. */
    private static final class NotTooLong implements ActiveMQServerMessagePlugin {

        @Override
        public void beforeSend(
                ServerSession session, Transaction tx, Message message, boolean direct, boolean noAutoCreateQueue)
                throws ActiveMQException {
            // what is packed may be of any length
            if (Boolean.TRUE.equals(message.getObjectProperty(Message.HDR_LARGE_COMPRESSED))
                    || message.getWholeMessageSize() > MESSAGE_MAX) {
                throw new ActiveMQException(
                        "A message has " + MESSAGE_MAX + " octets at most, and is not compressed",
                        ActiveMQExceptionType.LARGE_MESSAGE_ERROR_BODY);
            }
        }
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
