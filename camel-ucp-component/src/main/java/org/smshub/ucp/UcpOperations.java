package org.smshub.ucp;

/** What is done with operations that the other side sends. Called on the reader thread: hand over, do not block. */
interface UcpOperations {

    /** Answer with {@link UcpSession#answer}, now or later, once. */
    void operation(UcpSession session, UcpFrame operation);
}
