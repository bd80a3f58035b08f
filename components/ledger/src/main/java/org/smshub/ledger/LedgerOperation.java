package org.smshub.ledger;

/** What an address of the ledger does. */
public enum LedgerOperation {
    /** To: a new message; the exchange goes on when it is committed. */
    accept,
    /** From: hands out what is due on a link; the end of the exchange is the result. */
    link,
    /** To: what a centre tells about a part. */
    receipt,
    /** To: a message, or a part of one, that came from a line; the exchange goes on when it is committed. */
    incoming,
    /** From: what became of messages, and messages that came; the end of the exchange says whether it was heard. */
    events,
    /** To: the message with this SmsId, as the body; null when there is none. */
    find,
    /** To, in a link's route: the part was not sent; again later, or on the next link. */
    retry,
    /** To, in a link's route: the part was not sent, and no use in trying again. */
    fail
}
