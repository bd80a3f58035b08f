import java.io.File;
import org.apache.activemq.broker.BrokerService;

/** ActiveMQ Classic with its journal in a folder, for tests: java -cp "…" ClassicBroker.java FOLDER PORT */
public class ClassicBroker {

    public static void main(String[] args) throws Exception {
        BrokerService broker = new BrokerService();
        broker.setBrokerName("classic");
        broker.setUseJmx(false);
        broker.setPersistent(true);
        broker.setDataDirectoryFile(new File(args[0]));
        broker.setUseShutdownHook(true);
        broker.addConnector("tcp://127.0.0.1:" + args[1]);
        broker.start();
        System.out.println("ready");
        broker.waitUntilStopped();
    }
}
