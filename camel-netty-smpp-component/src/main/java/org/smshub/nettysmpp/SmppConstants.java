package org.smshub.nettysmpp;

import org.apache.camel.spi.Metadata;
import org.smshub.link.SmsHeaders;

/** Header names of this component: those of {@link SmsHeaders} it reads or sets, and what only SMPP knows. */
public final class SmppConstants {

    @Metadata(
            label = "consumer",
            description = "What the exchange is: at a server the first four, at a client MESSAGE and the last three",
            javaType = "String",
            enums = "MESSAGE,QUERY,CANCEL,REPLACE,RECEIPT,ALERT,UNREADABLE")
    public static final String KIND = SmsHeaders.KIND;

    @Metadata(
            label = "common",
            description = "The client that is bound, as the authenticator named it. Producer: to whom to deliver",
            javaType = "String")
    public static final String CLIENT = SmsHeaders.CLIENT;

    @Metadata(
            label = "common",
            description = "Destination address: with + if its type of number is international",
            javaType = "String")
    public static final String TO = SmsHeaders.TO;

    @Metadata(
            label = "common",
            description = "Source address: with + if its type of number is international",
            javaType = "String")
    public static final String FROM = SmsHeaders.FROM;

    @Metadata(
            label = "common",
            description = "UCS2 or BINARY; absent for text in another alphabet",
            javaType = "String")
    public static final String ENCODING = SmsHeaders.ENCODING;

    @Metadata(label = "common", description = "Message class 0 (flash) to 3, absent = none", javaType = "Integer")
    public static final String CLASS = SmsHeaders.CLASS;

    @Metadata(label = "common", description = "User data header in hex, its length octet included", javaType = "String")
    public static final String UDH = SmsHeaders.UDH;

    @Metadata(label = "common", description = "data_coding, if nothing else says it", javaType = "Integer")
    public static final String DATA_CODING = SmsHeaders.DATA_CODING;

    @Metadata(label = "common", description = "protocol_id, if not 0", javaType = "Integer")
    public static final String PROTOCOL_ID = SmsHeaders.PROTOCOL_ID;

    @Metadata(
            label = "common",
            description = "1-based number of this part, from the user data header or the SAR parameters",
            javaType = "Integer")
    public static final String PART = SmsHeaders.PART;

    @Metadata(label = "common", description = "Number of parts of the message", javaType = "Integer")
    public static final String PARTS = SmsHeaders.PARTS;

    @Metadata(label = "common", description = "Reference that the parts of a message share", javaType = "Integer")
    public static final String PART_REF = SmsHeaders.PART_REF;

    @Metadata(label = "common", description = "priority_flag, 0 to 3", javaType = "Integer")
    public static final String PRIORITY = SmsHeaders.PRIORITY;

    @Metadata(label = "consumer", description = "schedule_delivery_time in epoch milliseconds", javaType = "Long")
    public static final String SEND_AT = SmsHeaders.SEND_AT;

    @Metadata(label = "consumer", description = "validity_period in epoch milliseconds", javaType = "Long")
    public static final String VALID_UNTIL = SmsHeaders.VALID_UNTIL;

    @Metadata(
            label = "consumer",
            description = "Which receipts the application wants",
            javaType = "String",
            enums = "NONE,FINAL,ALL")
    public static final String RECEIPT = SmsHeaders.RECEIPT;

    @Metadata(
            label = "common",
            description =
                    "The message id: consumer, what the route sets is the answer (else SmsId); QUERY, CANCEL, REPLACE: the id asked for; producer: the id in the receipt",
            javaType = "String")
    public static final String REMOTE_ID = SmsHeaders.REMOTE_ID;

    @Metadata(label = "common", description = "The message id, where SmsRemoteId is not set", javaType = "String")
    public static final String ID = SmsHeaders.ID;

    @Metadata(
            label = "common",
            description = "State in a receipt, or in the answer to a QUERY",
            javaType = "String",
            enums =
                    "ACCEPTED,QUEUED,SENT,BUFFERED,DELIVERED,UNDELIVERABLE,EXPIRED,REJECTED,DELETED,CANCELLED,FAILED,UNKNOWN")
    public static final String STATE = SmsHeaders.STATE;

    @Metadata(label = "common", description = "When that state was reached, epoch milliseconds", javaType = "Long")
    public static final String DONE_AT = SmsHeaders.DONE_AT;

    @Metadata(
            label = "common",
            description =
                    "Consumer: smpp:0x0B, set by the route, answers with that command_status. Producer: the err: of a receipt",
            javaType = "String")
    public static final String ERROR_CODE = SmsHeaders.ERROR_CODE;

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

    @Metadata(
            label = "consumer",
            description = "Type of number of the destination, if it is neither unknown (0) nor international (1)",
            javaType = "Integer")
    public static final String DESTINATION_TON = "SmsSmppDestTon";

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
