import java.io.File;
import java.util.List;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.security.AuthenticationUser;
import org.apache.activemq.security.SimpleAuthenticationPlugin;

/** ActiveMQ Classic with its journal in a folder, for tests: java -cp "…" ClassicBroker.java FOLDER URL [USER PASSWORD] */
public class ClassicBroker {

    public static void main(String[] args) throws Exception {
        BrokerService broker = new BrokerService();
        broker.setBrokerName("classic");
        broker.setUseJmx(false);
        broker.setPersistent(true);
        broker.setDataDirectoryFile(new File(args[0]));
        broker.setUseShutdownHook(true);
        if (args.length > 2) {
            broker.setPlugins(new BrokerPlugin[] {
                new SimpleAuthenticationPlugin(List.of(new AuthenticationUser(args[2], args[3], "users")))
            });
        }
        broker.addConnector(args[1]);
        broker.start();
        System.out.println("ready");
        broker.waitUntilStopped();
    }
}
