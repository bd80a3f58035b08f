package org.smshub.hub.mail;

import org.smshub.hub.RefusedException;
import org.smshub.hub.ThrottledException;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.text.TextException;

/**
 * A mail that was not accepted, as SMTP says it (RFC 5321 4.2, RFC 3463).
 *
 * @param code 4xx = later, 5xx = never
 * @param status enhanced
 */
public record MailProblem(int code, String status, String words) {

    /** Whether the same mail again fares no better. */
    public boolean forGood() {
        return code >= 500;
    }

    public static MailProblem of(Exception failure) {
        if (failure instanceof ThrottledException) {
            return new MailProblem(451, "4.7.1", failure.getMessage());
        }
        if (failure instanceof RefusedException refused) {
            return of(refused);
        }
        if (failure instanceof TextException) {
            return new MailProblem(554, "5.6.0", failure.getMessage());
        }
        if (failure instanceof LedgerException ledger && ledger.getReason() == LedgerException.Reason.STORAGE) {
            return new MailProblem(452, "4.3.1", failure.getMessage());
        }
        if (failure instanceof LedgerException) {
            return new MailProblem(451, "4.3.0", failure.getMessage());
        }
        return new MailProblem(451, "4.3.0", "The hub failed on this mail; its log says why");
    }

    private static MailProblem of(RefusedException refused) {
        String field = refused.getField() == null ? "" : refused.getField();
        return switch (field) {
            case "to" -> new MailProblem(550, "5.1.1", refused.getMessage());
            case "text", "encoding" -> new MailProblem(554, "5.6.0", refused.getMessage());
            default -> new MailProblem(550, "5.7.1", refused.getMessage());
        };
    }

    /** One line that no octet of anybody else's can break. */
    public String line() {
        StringBuilder line = new StringBuilder(status).append(' ');
        words.chars()
                .limit(400)
                .map(c -> c < ' ' || c == 127 ? ' ' : c > 126 ? '?' : c)
                .forEach(c -> line.append((char) c));
        return line.toString();
    }
}
