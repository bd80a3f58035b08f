package org.smshub.ucp;

import org.smshub.link.Failure;
import org.smshub.link.Request;

/** An operation on its way, and who wants to know how it ended. The answer is the result frame. */
final class UcpRequest implements Request<UcpFrame> {

    /** Called once; either with a result or with a failure and, if the wire said one, its cause. Must not block. */
    interface Callback {
        void done(UcpResult result, Failure failure, Throwable cause);
    }

    private final UcpFrame operation;
    private final Callback callback;

    UcpRequest(UcpFrame operation, Callback callback) {
        this.operation = operation;
        this.callback = callback;
    }

    UcpFrame operation() {
        return operation;
    }

    /** A result carries the OT of its operation and is positive or negative; anything else is waited past. */
    @Override
    public boolean accepts(UcpFrame answer) {
        return answer.ot() == operation.ot() && result(answer) != null;
    }

    @Override
    public void answered(UcpFrame answer) {
        callback.done(result(answer), null, null);
    }

    @Override
    public void failed(Failure why, Throwable cause) {
        callback.done(null, why, cause);
    }

    private static UcpResult result(UcpFrame answer) {
        try {
            return UcpResult.of(answer);
        } catch (UcpException e) {
            return null;
        }
    }
}
