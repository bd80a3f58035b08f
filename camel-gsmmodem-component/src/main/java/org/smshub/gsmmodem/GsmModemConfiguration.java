package org.smshub.gsmmodem;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.spi.UriPath;
import org.smshub.gsmmodem.at.Profile;
import org.smshub.gsmmodem.dialogue.ModemOptions;
import org.smshub.gsmmodem.serial.SerialOptions;
import org.smshub.line.options.LineClientConfiguration;
import org.smshub.text.NationalLanguage;
import org.smshub.text.plan.TextProfile;

/** The options of a modem. */
@UriParams
@Configurer(extended = true)
public class GsmModemConfiguration extends LineClientConfiguration implements ModemOptions {

    private static final String TCP = "tcp:";
    private static final String AUTO = "auto";
    private static final String PINS = "gsmmodem-pins";

    @UriPath
    @Metadata(required = true)
    private String device;

    @UriParam(label = "serial", defaultValue = "115200")
    private int baudRate = 115_200;

    @UriParam(label = "serial", defaultValue = "NONE", enums = "NONE,RTSCTS,XONXOFF")
    private String flowControl = "NONE";

    @UriParam(label = "serial", defaultValue = "10s", javaType = "java.time.Duration")
    private long writeTimeout = 10_000;

    @UriParam(label = "serial")
    private String ports;

    @UriParam
    private String imei;

    @UriParam
    private String iccid;

    @UriParam(label = "security", secret = true)
    private String pin;

    @UriParam(label = "security", defaultValue = "2")
    private int minPinTries = 2;

    @UriParam(label = "security", defaultValue = "data")
    private String dataDirectory = "data";

    @UriParam(label = "advanced")
    private String profile;

    @UriParam(label = "advanced")
    private String initCommands;

    @UriParam(defaultValue = "true")
    private boolean networkRequired = true;

    @UriParam(defaultValue = "10s", javaType = "java.time.Duration")
    private long networkTimeout = 10_000;

    @UriParam(label = "producer")
    private String smsc;

    @UriParam(label = "producer", defaultValue = "1m", javaType = "java.time.Duration")
    private long sendTimeout = 60_000;

    @UriParam(label = "producer")
    private String nationalLanguages;

    @UriParam(label = "advanced", defaultValue = "8")
    private int remoteIdDigits = 8;

    @UriParam
    private String number;

    // the modem is the same whoever opens it: these hold for to as for from
    @UriParam(defaultValue = "STORE", enums = "STORE,DIRECT")
    private String receive = "STORE";

    @UriParam(defaultValue = "AUTO", enums = "AUTO,DIRECT,STORED,POLL")
    private String reports = "AUTO";

    @UriParam
    private String storage;

    @UriParam(label = "consumer", defaultValue = "30s", javaType = "java.time.Duration")
    private long sweepInterval = 30_000;

    /** {@code tcp:host:port}, {@code auto}, or the name of a port. */
    @Override
    public void at(String scheme, String remaining) {
        device = remaining;
        if (isTcp()) {
            tcp(scheme + ":" + TCP, remaining.substring(TCP.length()));
        } else if (remaining.isBlank()) {
            throw new IllegalArgumentException("The address is " + scheme + ":/dev/ttyUSB0, " + scheme
                    + ":tcp:host:port or " + scheme + ":auto, not " + scheme + ":" + remaining);
        } else {
            leads(scheme + ":" + remaining);
        }
    }

    boolean isTcp() {
        return device != null && device.startsWith(TCP);
    }

    SerialOptions serial() {
        return new SerialOptions(
                AUTO.equals(device) ? null : device,
                ports,
                baudRate,
                flowControl,
                Duration.ofMillis(writeTimeout),
                imei,
                iccid);
    }

    @Override
    public String scheme() {
        return "gsmmodem";
    }

    /** With {@code auto} the modem that is looked for tells two lines apart. */
    @Override
    public String account() {
        return !AUTO.equals(device) ? null : imei != null ? imei : iccid;
    }

    @Override
    public int maxWindow() {
        return 1;
    }

    @Override
    public Path pinFile() {
        return Path.of(dataDirectory, PINS);
    }

    @Override
    public TextProfile profile() {
        return super.profile().withLanguages(languages());
    }

    private Set<NationalLanguage> languages() {
        Set<NationalLanguage> languages = EnumSet.noneOf(NationalLanguage.class);
        for (String name : nationalLanguages == null ? new String[0] : nationalLanguages.split(",")) {
            try {
                languages.add(NationalLanguage.valueOf(name.strip().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("nationalLanguages is some of "
                        + EnumSet.allOf(NationalLanguage.class) + ", comma-separated, not " + name);
            }
        }
        return languages;
    }

    @Override
    public Map<String, Object> shared() {
        Map<String, Object> options = super.shared();
        options.put("imei", imei);
        options.put("iccid", iccid);
        options.put("baudRate", baudRate);
        options.put("flowControl", flowControl);
        options.put("ports", ports);
        options.put("pin", pin);
        options.put("profile", profile);
        options.put("initCommands", initCommands);
        options.put("networkRequired", networkRequired);
        options.put("receive", receive);
        options.put("reports", reports);
        options.put("storage", storage);
        options.put("sweepInterval", sweepInterval);
        options.put("remoteIdDigits", remoteIdDigits);
        return options;
    }

    @Override
    public void check() {
        super.check();
        if (!isTcp() && hasTlsFiles()) {
            throw new IllegalArgumentException("TLS is for a modem at tcp:host:port, not at a serial port: leave out"
                    + " tlsTrust, tlsCertificate and tlsKey");
        }
        oneOf("flowControl", flowControl, "NONE", "RTSCTS", "XONXOFF");
        oneOf("receive", receive, "STORE", "DIRECT");
        oneOf("reports", reports, "AUTO", "DIRECT", "STORED", "POLL");
        positive("baudRate", baudRate);
        positive("writeTimeout", writeTimeout);
        positive("sendTimeout", sendTimeout);
        notNegative("sweepInterval", sweepInterval);
        notNegative("networkTimeout", networkTimeout);
        notNegative("remoteIdDigits", remoteIdDigits);
        if (pin != null && !pin.matches("\\d{4,8}")) {
            throw new IllegalArgumentException("pin is 4 to 8 digits");
        }
        if (minPinTries < 2 || minPinTries > 10) {
            throw new IllegalArgumentException(
                    "minPinTries is 2 to 10, not " + minPinTries + ": the last try of a card is for people");
        }
        if (storage != null && !storage.matches("[A-Z]{2}")) {
            throw new IllegalArgumentException("storage is two letters such as SM or ME, not " + storage);
        }
        if (imei != null && !imei.matches("\\d{14,16}")) {
            throw new IllegalArgumentException("imei is 14 to 16 digits, as AT+CGSN tells it");
        }
        if (iccid != null && !iccid.matches("\\d{18,20}")) {
            throw new IllegalArgumentException("iccid is 18 to 20 digits, as AT+CCID tells it");
        }
        if (smsc != null && !smsc.matches("\\+?\\d{1,20}")) {
            throw new IllegalArgumentException("smsc is a number, such as +447785016005");
        }
        if (profile != null) {
            Profile.named(profile);
        }
        if (initCommands != null && !initCommands.matches("[ -~]*")) {
            throw new IllegalArgumentException("initCommands are commands with semicolons between them");
        }
    }

    /** A plus in an address of Camel is read as a blank. */
    private static String plus(String number) {
        return number != null && number.startsWith(" ") ? "+" + number.substring(1) : number;
    }

    public String getDevice() {
        return device;
    }

    /**
     * Where the modem is: a serial port such as /dev/ttyUSB0, better /dev/serial/by-id/…, or COM3; tcp:host:port for one behind
     * a serial device server; auto for whichever port has a modem, or the one of option imei or iccid.
     */
    public void setDevice(String device) {
        this.device = device;
    }

    public int getBaudRate() {
        return baudRate;
    }

    /** Bits a second of a serial port; one on USB takes any. */
    public void setBaudRate(int baudRate) {
        this.baudRate = baudRate;
    }

    public String getFlowControl() {
        return flowControl;
    }

    /** How the modem holds up what is written to a serial port: NONE, RTSCTS (needs the wires) or XONXOFF. */
    public void setFlowControl(String flowControl) {
        this.flowControl = flowControl;
    }

    public long getWriteTimeout() {
        return writeTimeout;
    }

    /** How long a serial port may take what is written; then it is closed and opened again. */
    public void setWriteTimeout(long writeTimeout) {
        this.writeTimeout = writeTimeout;
    }

    public String getPorts() {
        return ports;
    }

    /**
     * Where a modem is looked for (device auto, option imei or iccid): patterns of paths, comma-separated, such as
     * /dev/ttyUSB*,/dev/ttyACM*; default: all serial ports that the system tells of.
     */
    public void setPorts(String ports) {
        this.ports = ports;
    }

    @Override
    public String getImei() {
        return imei;
    }

    /** Serial number of the modem that is meant: no other one is used, and a port with it is found again under any name. */
    public void setImei(String imei) {
        this.imei = imei;
    }

    @Override
    public String getIccid() {
        return iccid;
    }

    /** Number of the SIM card that is meant: no other one is used, and it is found again in any modem. */
    public void setIccid(String iccid) {
        this.iccid = iccid;
    }

    @Override
    public String getPin() {
        return pin;
    }

    /** PIN of the SIM card. A wrong one is tried once, and not again until it is another one, also over restarts. */
    public void setPin(String pin) {
        this.pin = pin;
    }

    @Override
    public int getMinPinTries() {
        return minPinTries;
    }

    /** How many tries of the PIN must be left for one to be made, where the card tells it; 2 to 10. */
    public void setMinPinTries(int minPinTries) {
        this.minPinTries = minPinTries;
    }

    public String getDataDirectory() {
        return dataDirectory;
    }

    /** Directory of the file that remembers which PIN was wrong; it is made with the first PIN that is tried. */
    public void setDataDirectory(String dataDirectory) {
        this.dataDirectory = dataDirectory;
    }

    @Override
    public String getProfile() {
        return profile;
    }

    /** Family of the modem, whose oddities are minded; default: by what it says of itself. */
    public void setProfile(String profile) {
        this.profile = profile;
    }

    @Override
    public String getInitCommands() {
        return initCommands;
    }

    /** Commands to say at the start, with semicolons between them; one that is refused does no harm. */
    public void setInitCommands(String initCommands) {
        this.initCommands = initCommands;
    }

    @Override
    public boolean isNetworkRequired() {
        return networkRequired;
    }

    /** Whether the line is up only while the modem is registered in a network; false for one that does not tell. */
    public void setNetworkRequired(boolean networkRequired) {
        this.networkRequired = networkRequired;
    }

    @Override
    public long getNetworkTimeout() {
        return networkTimeout;
    }

    /** How long a start waits for a network; then the line is down, says why, and starts anew after reconnectDelay. */
    public void setNetworkTimeout(long networkTimeout) {
        this.networkTimeout = networkTimeout;
    }

    public String getSmsc() {
        return smsc;
    }

    /** Number of the centre, for each message; default: the one that the SIM card knows, which is never changed. */
    public void setSmsc(String smsc) {
        this.smsc = plus(smsc);
    }

    @Override
    public long getSendTimeout() {
        return sendTimeout;
    }

    /**
     * How long sending a message may take, then its outcome is UNKNOWN; a result that comes in as much time again still tells.
     * Also how long the answer to a service code may take. requestTimeout is for nothing else here.
     */
    public void setSendTimeout(long sendTimeout) {
        this.sendTimeout = sendTimeout;
    }

    public String getNationalLanguages() {
        return nationalLanguages;
    }

    /** Languages whose national tables may be used to make a text shorter, such as TURKISH,PORTUGUESE; not all phones have them. */
    public void setNationalLanguages(String nationalLanguages) {
        this.nationalLanguages = nationalLanguages;
    }

    @Override
    public int getRemoteIdDigits() {
        return remoteIdDigits;
    }

    /** Last digits of the recipient's number in SmsRemoteId, since a report may leave out the country code; 0 = all. */
    public void setRemoteIdDigits(int remoteIdDigits) {
        this.remoteIdDigits = remoteIdDigits;
    }

    public String getNumber() {
        return number;
    }

    /** The card's own number: SmsTo of the messages that it receives. Default: what the card says (AT+CNUM), if it does. */
    public void setNumber(String number) {
        this.number = plus(number);
    }

    @Override
    public String getReceive() {
        return receive;
    }

    /**
     * STORE: the modem keeps a message until the route has taken it. DIRECT: it hands it on at once, also flash messages, which
     * many do not store; one that cannot wait for an acknowledgement (AT+CSMS=1) does not keep it.
     */
    public void setReceive(String receive) {
        this.receive = receive;
    }

    @Override
    public String getReports() {
        return reports;
    }

    /** How status reports come: handed on at once (DIRECT), stored (STORED), found by looking (POLL), or the first it takes. */
    public void setReports(String reports) {
        this.reports = reports;
    }

    @Override
    public String getStorage() {
        return storage;
    }

    /** Memory of the modem for what it receives, such as SM (card) or ME (modem); default: the one that is set. */
    public void setStorage(String storage) {
        this.storage = storage;
    }

    @Override
    public long getSweepInterval() {
        return sweepInterval;
    }

    /** How often the memory is looked into for messages that the modem did not tell of, or the route did not take; 0 = at start. */
    public void setSweepInterval(long sweepInterval) {
        this.sweepInterval = sweepInterval;
    }
}
