package org.smshub.gsmmodem.sim;

import java.net.SocketAddress;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.smshub.line.options.LineServerConfiguration;
import org.smshub.text.Address;

/** The options of a virtual modem. */
@UriParams
@Configurer(extended = true)
public class GsmModemSimConfiguration extends LineServerConfiguration {

    private static final String ACCOUNT = "modem";

    @UriParam(defaultValue = "+48600100100")
    private String number = "+48600100100";

    @UriParam(defaultValue = "+48600100000")
    private String serviceCentre = "+48600100000";

    @UriParam(label = "security", secret = true)
    private String pin;

    @UriParam(label = "security", secret = true, defaultValue = "12345678")
    private String puk = "12345678";

    @UriParam(label = "security", defaultValue = "3")
    private int pinTries = SimCard.PIN_TRIES;

    @UriParam(defaultValue = "20")
    private int storeSize = 20;

    @UriParam(defaultValue = "1")
    private int registration = 1;

    @UriParam(defaultValue = "20")
    private int signal = 20;

    @UriParam(defaultValue = "true")
    private boolean echo = true;

    @UriParam
    private String script;

    @UriParam(label = "advanced", defaultValue = "15s", javaType = "java.time.Duration")
    private long acknowledgeTimeout = 15_000;

    @Override
    public String scheme() {
        return "gsmmodem";
    }

    /** A modem does one thing at a time. */
    @Override
    public int maxWindow() {
        return 1;
    }

    /** A cable asks nobody who he is. */
    @Override
    public boolean hasAccess() {
        return true;
    }

    @Override
    public String accountOf(SocketAddress remote) {
        return getAccount() == null ? ACCOUNT : getAccount();
    }

    @Override
    public void check() {
        super.check();
        positive("storeSize", storeSize);
        positive("acknowledgeTimeout", acknowledgeTimeout);
        range("registration", registration, 10);
        range("signal", signal, 199);
        range("pinTries", pinTries, SimCard.PIN_TRIES);
        for (String address : new String[] {number, serviceCentre}) {
            if (!address.isEmpty()) {
                Address.of(address);
            }
        }
    }

    /** The + of a number in an endpoint's address arrives as a blank. */
    private static String plus(String number) {
        return number.startsWith(" ") ? "+" + number.substring(1) : number;
    }

    private static void range(String option, int value, int most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException(option + " is 0 to " + most + ", not " + value);
        }
    }

    public String getNumber() {
        return number;
    }

    /** Number of the SIM card: SmsFrom of what is sent. */
    public void setNumber(String number) {
        this.number = plus(number);
    }

    public String getServiceCentre() {
        return serviceCentre;
    }

    /** Number of the centre that the SIM card has (+CSCA); empty = none, and +CMS ERROR: 330. */
    public void setServiceCentre(String serviceCentre) {
        this.serviceCentre = plus(serviceCentre);
    }

    public String getPin() {
        return pin;
    }

    /** PIN that the SIM card asks for; without it it asks for none. */
    public void setPin(String pin) {
        this.pin = pin;
    }

    public String getPuk() {
        return puk;
    }

    /** PUK, which the SIM card wants after the last try of the PIN. */
    public void setPuk(String puk) {
        this.puk = puk;
    }

    public int getPinTries() {
        return pinTries;
    }

    /** Tries of the PIN that are left at the start, 0 (PUK needed) to 3. */
    public void setPinTries(int pinTries) {
        this.pinTries = pinTries;
    }

    public int getStoreSize() {
        return storeSize;
    }

    /** How many messages each of the memories SM and ME holds. */
    public void setStoreSize(int storeSize) {
        this.storeSize = storeSize;
    }

    public int getRegistration() {
        return registration;
    }

    /** Registration as +CREG says it: 0 none, 1 home, 2 searching, 3 denied, 5 roaming and so on. */
    public void setRegistration(int registration) {
        this.registration = registration;
    }

    public int getSignal() {
        return signal;
    }

    /** Signal as +CSQ says it: 0 to 31, 99 = not known. */
    public void setSignal(int signal) {
        this.signal = signal;
    }

    public boolean isEcho() {
        return echo;
    }

    /** Whether the modem echoes what is typed after power on, ATZ and AT&F, as most do. */
    public void setEcho(boolean echo) {
        this.echo = echo;
    }

    public String getScript() {
        return script;
    }

    /** What the modem does in the place of what it would do: a resource (file:, classpath:) with lines pattern => steps. */
    public void setScript(String script) {
        this.script = script;
    }

    public long getAcknowledgeTimeout() {
        return acknowledgeTimeout;
    }

    /** How long the network waits for +CNMA (with +CSMS=1), and before it sends again what was refused. */
    public void setAcknowledgeTimeout(long acknowledgeTimeout) {
        this.acknowledgeTimeout = acknowledgeTimeout;
    }
}
