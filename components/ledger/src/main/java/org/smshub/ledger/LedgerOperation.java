package org.smshub.ledger;

/** What an address of the ledger does. */
public enum LedgerOperation {
    /** To: a new message, or a list of exchanges with one each; the exchange goes on when it is, or all are, committed. */
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
    /** To: the message with this SmsId, of this SmsClient where that is set, is not sent if nothing of it has left; the body tells. */
    cancel,
    /** To: a message as for accept takes the place of that with this SmsId if nothing of it has left; the body tells. */
    replace,
    /** To: the message with this SmsId has the SmsPriority, SmsSendAt and SmsValidUntil that are set, if nothing of it has left. */
    amend,
    /** To: the message with this SmsId, which ended badly, is sent again as a new one; the body tells, and SmsId is the new one's. */
    again,
    /** To: the text of the message with this SmsId, of this SmsClient where that is set, is erased if it has ended; the body tells. */
    erase,
    /** To: the message with this SmsId goes to the first link of SmsLinks, if nothing of it has left; the body tells. */
    move,
    /** To: the client that hears of the message with this SmsId hears once more what became of it; the body tells. */
    tell,
    /** To: what waits on the link SmsLink goes to the first link of SmsLinks; the body tells. */
    reroute,
    /** To: SmsClientRef becomes that of the last mail (mail:…) of SmsClient to the number SmsFrom; nothing when there is none. */
    conversation,
    /** To: octets that nobody understands are kept; the exchange goes on when that is committed. */
    unread,
    /** To: what was kept of a kind (SmsKind: UNMATCHED, UNCLAIMED, UNREAD), as the body. */
    kept,
    /** To: unmatched receipts are looked at again; other kept things are the body, the oldest first, for the route to go on with. */
    replay,
    /** To, behind replay: the kept thing of the properties keptKind and keptId has its place now; it goes. */
    forget,
    /** To: the phone SmsTo can be reached again; what waits for it on SmsLink is due. */
    awake,
    /** To, in a link's route: the centre refused for now; again later, or on the next link. */
    retry,
    /** To, in a link's route: the centre asks to go slower; the link slows down, the part rests. */
    slow,
    /** To, in a link's route: there is no line; the part goes back and the link rests. */
    down,
    /** To, in a link's route: the part was not sent, and no use in trying again. */
    fail,
    /** To, in a link's route: nobody knows whether it was sent; the link's rule decides. */
    unknown
}
