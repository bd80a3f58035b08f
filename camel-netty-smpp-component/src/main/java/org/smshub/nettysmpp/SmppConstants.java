package org.smshub.nettysmpp;

import org.apache.camel.spi.Metadata;
import org.smshub.line.camel.LineHeaders;

/** Header names of this component: those that every line has, and what only SMPP knows. */
public final class SmppConstants extends LineHeaders {

    @Metadata(
            label = "consumer",
            description = "The command of the application",
            javaType = "String",
            enums = "submit_sm,data_sm,submit_multi,query_sm,cancel_sm,replace_sm")
    public static final String COMMAND = "SmsSmppCommand";

    @Metadata(label = "consumer", description = "system_id with which the application is bound", javaType = "String")
    public static final String SYSTEM_ID = "SmsSmppSystemId";

    @Metadata(
            label = "consumer",
            description =
                    "submit_multi, after the first destination that was accepted: the id of the answer, a dot, and the number of this destination",
            javaType = "String")
    public static final String MULTI_ID = "SmsSmppMultiId";

    @Metadata(label = "common", description = "service_type, if not empty", javaType = "String")
    public static final String SERVICE_TYPE = "CamelSmppServiceType";

    @Metadata(label = "consumer", description = "esm_class as it came, if not 0", javaType = "Integer")
    public static final String ESM_CLASS = "CamelSmppClass";

    @Metadata(label = "consumer", description = "data_coding as it came, if not 0", javaType = "Integer")
    public static final String RAW_DATA_CODING = "CamelSmppDataCoding";

    @Metadata(label = "consumer", description = "registered_delivery as it came, if not 0", javaType = "Integer")
    public static final String REGISTERED_DELIVERY = "CamelSmppRegisteredDelivery";

    @Metadata(label = "consumer", description = "replace_if_present_flag, if set", javaType = "Boolean")
    public static final String REPLACE_IF_PRESENT = "CamelSmppReplaceIfPresentFlag";

    @Metadata(
            label = "common",
            description = "Optional parameters that no other header stands for, as tag=value in hex: 1401=00ff,1402=01",
            javaType = "String")
    public static final String TLVS = "SmsSmppTlvs";

    @Metadata(
            label = "producer",
            description = "The whole text of a receipt instead of the standard one",
            javaType = "String")
    public static final String RECEIPT_TEXT = "SmsSmppReceiptText";

    @Metadata(
            label = "producer",
            description = "submit date of a receipt, epoch milliseconds; else the time of the delivery",
            javaType = "Long")
    public static final String SUBMITTED_AT = "SmsSubmittedAt";

    @Metadata(
            label = "consumer",
            description =
                    "Set by the route of a simulator: NONE never answers, DROP closes the connection instead, THEN_DROP after it",
            javaType = "String",
            enums = "NONE,DROP,THEN_DROP")
    public static final String ANSWER = "SmsAnswer";

    @Metadata(
            label = "producer",
            description = "For simulators: in what a delivery differs from the specification, comma-separated",
            javaType = "String",
            enums = "NO_TLVS,NO_TEXT,NO_NUL,NO_ESM_CLASS,UCS2,DATA_SM,STRAY_OCTETS")
    public static final String MANNERS = "SmsSmppManners";

    @Metadata(
            label = "producer",
            description = "What a client sends",
            javaType = "String",
            defaultValue = "SubmitSm",
            enums = "SubmitSm,SubmitMulti,DataSm,QuerySm,CancelSm,ReplaceSm")
    public static final String SUBMIT_COMMAND = "CamelSmppCommand";

    @Metadata(
            label = "common",
            description = "Optional parameters by number (Short): String, Byte, Short, Integer or byte[]",
            javaType = "Map<Short, Object>")
    public static final String OPTIONAL_PARAMETER = "CamelSmppOptionalParameter";

    @Metadata(
            label = "common",
            description = "The same by the specification's name, such as SOURCE_PORT; a producer reads one of the two",
            javaType = "Map<String, Object>")
    public static final String OPTIONAL_PARAMETERS = "CamelSmppOptionalParameters";

    @Metadata(label = "consumer", description = "source_addr as it came", javaType = "String")
    public static final String SOURCE_ADDR = "CamelSmppSourceAddr";

    @Metadata(label = "common", description = "Type of number of the source", javaType = "Integer")
    public static final String SOURCE_ADDR_TON = "CamelSmppSourceAddrTon";

    @Metadata(label = "common", description = "Numbering plan of the source", javaType = "Integer")
    public static final String SOURCE_ADDR_NPI = "CamelSmppSourceAddrNpi";

    @Metadata(label = "consumer", description = "destination_addr as it came", javaType = "String")
    public static final String DEST_ADDR = "CamelSmppDestAddr";

    @Metadata(label = "common", description = "Type of number of the destination", javaType = "Integer")
    public static final String DEST_ADDR_TON = "CamelSmppDestAddrTon";

    @Metadata(label = "common", description = "Numbering plan of the destination", javaType = "Integer")
    public static final String DEST_ADDR_NPI = "CamelSmppDestAddrNpi";

    @Metadata(label = "consumer", description = "esme_addr of an alert_notification", javaType = "String")
    public static final String ESME_ADDR = "CamelSmppEsmeAddr";

    @Metadata(
            label = "consumer",
            description = "DeliverSm, DataSm, DeliveryReceipt or AlertNotification",
            javaType = "String")
    public static final String MESSAGE_TYPE = "CamelSmppMessageType";

    @Metadata(label = "consumer", description = "sequence_number of the request", javaType = "Integer")
    public static final String SEQUENCE_NUMBER = "CamelSmppSequenceNumber";

    @Metadata(label = "producer", description = "priority_flag of a submit", javaType = "Integer")
    public static final String PRIORITY_FLAG = "CamelSmppPriorityFlag";

    @Metadata(label = "producer", description = "The ids that the centre gave", javaType = "List<String>")
    public static final String CENTRE_ID = "CamelSmppId";

    @Metadata(
            label = "producer",
            description = "SubmitMulti: the destinations that were refused, each with destAddr and error",
            javaType = "List<Map<String, Object>>")
    public static final String ERROR = "CamelSmppError";

    @Metadata(label = "producer", description = "QuerySm: final_date as it came", javaType = "String")
    public static final String FINAL_DATE = "CamelSmppFinalDate";

    @Metadata(
            label = "producer",
            description = "congestion_state of SMPP 5.0 in the last answer: 0 idle to 100 overloaded",
            javaType = "Integer")
    public static final String CONGESTION_STATE = "CamelSmppCongestionState";

    private SmppConstants() {}
}
