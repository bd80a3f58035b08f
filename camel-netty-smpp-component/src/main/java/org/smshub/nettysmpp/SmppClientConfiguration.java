package org.smshub.nettysmpp;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.smshub.line.options.LineClientConfiguration;
import org.smshub.nettysmpp.codec.SmppPdu;
import org.smshub.smpp.AddressRules;
import org.smshub.smpp.CodingRules;
import org.smshub.text.Encoding;

/** The options of a client; those that camel-smpp has too have its names. */
@UriParams
@Configurer(extended = true)
public class SmppClientConfiguration extends LineClientConfiguration {

    @UriParam(label = "security")
    private String systemId;

    @UriParam(label = "security", secret = true)
    private String password;

    @UriParam
    private String systemType = "";

    @UriParam(defaultValue = "TRANSCEIVER", enums = "TRANSCEIVER,TRANSMITTER,RECEIVER,PAIR")
    private String bind = "TRANSCEIVER";

    @UriParam(defaultValue = "3.4", enums = "3.3,3.4,5.0")
    private String interfaceVersion = "3.4";

    @UriParam(label = "consumer")
    private String addressRange = "";

    @UriParam(label = "consumer", defaultValue = "0")
    private int typeOfNumber;

    @UriParam(label = "consumer", defaultValue = "0")
    private int numberingPlanIndicator;

    @UriParam(defaultValue = "30s", javaType = "java.time.Duration")
    private long enquireLinkTimer; // keepAlive by camel-smpp's name

    @UriParam(label = "advanced", defaultValue = "70000")
    private int maxPduSize = 70_000;

    @UriParam(label = "content", defaultValue = "ASCII", enums = "GSM7,LATIN1,ASCII")
    private String alphabetOne = "ASCII";

    @UriParam(label = "content")
    private boolean generalClass;

    @UriParam(label = "content", defaultValue = "UDH", enums = "UDH,SAR,PAYLOAD")
    private String longMessages = "UDH";

    @UriParam(label = "address", defaultValue = "0")
    private String countryCodeTons = "0";

    @UriParam(label = "address", defaultValue = "LATIN1", enums = "LATIN1,ASCII,GSM7")
    private String senderAlphabet = "LATIN1";

    @UriParam(label = "address")
    private boolean transliterateSender;

    @UriParam(label = "address")
    private String sourceAddr;

    @UriParam(label = "address")
    private Integer sourceAddrTon;

    @UriParam(label = "address")
    private Integer sourceAddrNpi;

    @UriParam(label = "address")
    private Integer destAddrTon;

    @UriParam(label = "address")
    private Integer destAddrNpi;

    @UriParam(label = "producer")
    private String serviceType = "";

    @UriParam(label = "producer", defaultValue = "DEFAULT", enums = "DEFAULT,DATAGRAM,FORWARD,STORE_AND_FORWARD")
    private String messageMode = "DEFAULT";

    @UriParam(label = "producer", defaultValue = "0")
    private int priorityFlag;

    @UriParam(defaultValue = "ID", enums = "ID,REFERENCE,NUMBER")
    private String receiptsBy = "ID";

    @Override
    public String scheme() {
        return "smpp";
    }

    @Override
    public String account() {
        return systemId;
    }

    @Override
    public int maxWindow() {
        return 1_000;
    }

    @Override
    public int maxUnanswered() {
        return 1_000;
    }

    @Override
    public int connections() {
        return bind.equals("PAIR") ? 2 * getSessions() : getSessions();
    }

    /** bind_* of the session with this number on the line. */
    int bind(int session) {
        return switch (bind) {
            case "TRANSMITTER" -> SmppPdu.BIND_TRANSMITTER;
            case "RECEIVER" -> SmppPdu.BIND_RECEIVER;
            case "PAIR" -> session % 2 == 0 ? SmppPdu.BIND_TRANSMITTER : SmppPdu.BIND_RECEIVER;
            default -> SmppPdu.BIND_TRANSCEIVER;
        };
    }

    int version() {
        return SmppProtocol.version("interfaceVersion", interfaceVersion);
    }

    /** The messaging mode (§5.2.12, bits 1 and 0). */
    int esmClass() {
        return switch (messageMode) {
            case "DATAGRAM" -> 1;
            case "FORWARD" -> 2;
            case "STORE_AND_FORWARD" -> 3;
            default -> 0;
        };
    }

    public CodingRules codingRules() {
        return new CodingRules(encoding(), Encoding.named(alphabetOne), generalClass);
    }

    AddressRules addressRules() {
        return AddressRules.STRICT
                .withNames(Encoding.named(senderAlphabet), transliterateSender)
                .withCountryCode(Arrays.stream(countryCodeTons.split(","))
                        .map(String::trim)
                        .filter(ton -> !ton.isEmpty())
                        .map(Integer::valueOf)
                        .collect(Collectors.toSet()));
    }

    @Override
    public void checkRecipient(String to) {
        addressRules().write(to);
    }

    @Override
    public void checkSender(String from) {
        addressRules().write(from);
    }

    @Override
    public Map<String, Object> shared() {
        Map<String, Object> options = super.shared();
        options.put("password", password);
        options.put("systemType", systemType);
        options.put("bind", bind);
        options.put("interfaceVersion", interfaceVersion);
        options.put("addressRange", addressRange);
        options.put("maxPduSize", maxPduSize);
        options.put("receiptsBy", receiptsBy);
        return options;
    }

    @Override
    public void check() {
        super.check();
        if (systemId == null) {
            throw new IllegalArgumentException(address() + " needs option systemId");
        }
        oneOf("bind", bind, "TRANSCEIVER", "TRANSMITTER", "RECEIVER", "PAIR");
        oneOf("longMessages", longMessages, "UDH", "SAR", "PAYLOAD");
        oneOf("messageMode", messageMode, "DEFAULT", "DATAGRAM", "FORWARD", "STORE_AND_FORWARD");
        oneOf("receiptsBy", receiptsBy, "ID", "REFERENCE", "NUMBER");
        if (version() < SmppProtocol.TLVS && !(longMessages.equals("UDH") && receiptsBy.equals("ID"))) {
            throw new IllegalArgumentException(
                    "Options longMessages and receiptsBy need parameters that SMPP 3.3 does not have (interfaceVersion)");
        }
        if (maxPduSize < 512) {
            throw new IllegalArgumentException("maxPduSize is at least 512, not " + maxPduSize);
        }
        codingRules();
        addressRules();
    }

    public String getSystemId() {
        return systemId;
    }

    /** The account, at most 15 characters at a centre that keeps to the letter of SMPP. */
    public void setSystemId(String systemId) {
        this.systemId = systemId;
    }

    public String getPassword() {
        return password;
    }

    /** Password of the account. */
    public void setPassword(String password) {
        this.password = password;
    }

    public String getSystemType() {
        return systemType;
    }

    /** system_type of the bind, where a centre asks for one. */
    public void setSystemType(String systemType) {
        this.systemType = systemType;
    }

    public String getBind() {
        return bind;
    }

    /** What to bind as. PAIR is a transmitter and a receiver for each session, for a centre without transceivers. */
    public void setBind(String bind) {
        this.bind = bind;
    }

    public String getInterfaceVersion() {
        return interfaceVersion;
    }

    /** The version of SMPP that is announced and spoken; 3.3 knows no optional parameters. */
    public void setInterfaceVersion(String interfaceVersion) {
        this.interfaceVersion = interfaceVersion;
    }

    public String getAddressRange() {
        return addressRange;
    }

    /** Numbers whose messages come to this session, as the centre writes them (address_range). */
    public void setAddressRange(String addressRange) {
        this.addressRange = addressRange;
    }

    public int getTypeOfNumber() {
        return typeOfNumber;
    }

    /** Type of number of addressRange. */
    public void setTypeOfNumber(int typeOfNumber) {
        this.typeOfNumber = typeOfNumber;
    }

    public int getNumberingPlanIndicator() {
        return numberingPlanIndicator;
    }

    /** Numbering plan of addressRange. */
    public void setNumberingPlanIndicator(int numberingPlanIndicator) {
        this.numberingPlanIndicator = numberingPlanIndicator;
    }

    public long getEnquireLinkTimer() {
        return getKeepAlive();
    }

    /** Send enquire_link when the line was idle so long; 0 = never. The same as keepAlive. */
    public void setEnquireLinkTimer(long enquireLinkTimer) {
        setKeepAlive(enquireLinkTimer);
    }

    public int getMaxPduSize() {
        return maxPduSize;
    }

    /** The longest PDU, in octets; a longer one ends the session, because its end cannot be known. */
    public void setMaxPduSize(int maxPduSize) {
        this.maxPduSize = maxPduSize;
    }

    public String getAlphabetOne() {
        return alphabetOne;
    }

    /** What the centre means by data_coding 0x01: ASCII by the specification, GSM7 at some. 0x00 is alphabet. */
    public void setAlphabetOne(String alphabetOne) {
        this.alphabetOne = alphabetOne;
    }

    public boolean isGeneralClass() {
        return generalClass;
    }

    /**
     * Whether a message class is written as 0x10 and 0x14 (3GPP TS 23.038) instead of 0xF0 and 0xF4, which SMPP
     * leaves to GSM.
     */
    public void setGeneralClass(boolean generalClass) {
        this.generalClass = generalClass;
    }

    public String getLongMessages() {
        return longMessages;
    }

    /**
     * How a text that is longer than a short message is sent: in parts with a user data header (UDH) or with sar
     * parameters (SAR), or whole in message_payload (PAYLOAD).
     */
    public void setLongMessages(String longMessages) {
        this.longMessages = longMessages;
    }

    public String getCountryCodeTons() {
        return countryCodeTons;
    }

    /**
     * Types of number, beside international, under which the centre sends numbers with their country code,
     * comma-separated. They get a + in SmsFrom and SmsTo.
     */
    public void setCountryCodeTons(String countryCodeTons) {
        this.countryCodeTons = countryCodeTons;
    }

    public String getSenderAlphabet() {
        return senderAlphabet;
    }

    /** Octets of alphanumeric senders: LATIN1, ASCII, or GSM7 with a septet an octet; so they are read, too. */
    public void setSenderAlphabet(String senderAlphabet) {
        this.senderAlphabet = senderAlphabet;
    }

    public boolean isTransliterateSender() {
        return transliterateSender;
    }

    /** Whether a sender that this alphabet lacks goes as what looks like it (Müller as Muller); else it is refused. */
    public void setTransliterateSender(boolean transliterateSender) {
        this.transliterateSender = transliterateSender;
    }

    public String getSourceAddr() {
        return sourceAddr;
    }

    /** Sender of messages that have no SmsFrom; without either the centre sets that of the account. */
    public void setSourceAddr(String sourceAddr) {
        this.sourceAddr = sourceAddr;
    }

    public Integer getSourceAddrTon() {
        return sourceAddrTon;
    }

    /** Type of number of all senders. Default: 1 for a number with +, 5 for a name, else 0. */
    public void setSourceAddrTon(Integer sourceAddrTon) {
        this.sourceAddrTon = sourceAddrTon;
    }

    public Integer getSourceAddrNpi() {
        return sourceAddrNpi;
    }

    /** Numbering plan of all senders. Default: 1 for digits, 0 for a name. */
    public void setSourceAddrNpi(Integer sourceAddrNpi) {
        this.sourceAddrNpi = sourceAddrNpi;
    }

    public Integer getDestAddrTon() {
        return destAddrTon;
    }

    /** Type of number of all destinations. Default: 1 for a number with +, else 0. */
    public void setDestAddrTon(Integer destAddrTon) {
        this.destAddrTon = destAddrTon;
    }

    public Integer getDestAddrNpi() {
        return destAddrNpi;
    }

    /** Numbering plan of all destinations. Default: 1. */
    public void setDestAddrNpi(Integer destAddrNpi) {
        this.destAddrNpi = destAddrNpi;
    }

    public String getServiceType() {
        return serviceType;
    }

    /** service_type of all messages. */
    public void setServiceType(String serviceType) {
        this.serviceType = serviceType;
    }

    public String getMessageMode() {
        return messageMode;
    }

    /**
     * Messaging mode. With FORWARD the centre answers when the phone has (transaction mode): give requestTimeout at
     * least half a minute.
     */
    public void setMessageMode(String messageMode) {
        this.messageMode = messageMode;
    }

    public int getPriorityFlag() {
        return priorityFlag;
    }

    /** priority_flag of messages for which priorities says nothing, 0 to 3. */
    public void setPriorityFlag(int priorityFlag) {
        this.priorityFlag = priorityFlag;
    }

    public String getReceiptsBy() {
        return receiptsBy;
    }

    /**
     * How receipts find their message: by the centre's ID; by REFERENCE (user_message_reference), for a centre whose
     * ids its receipts do not repeat: SmsRemoteId is then one of our own, in results and receipts alike; or by NUMBER,
     * where a receipt without id is one all the same and the ledger looks for the number.
     */
    public void setReceiptsBy(String receiptsBy) {
        this.receiptsBy = receiptsBy;
    }
}
