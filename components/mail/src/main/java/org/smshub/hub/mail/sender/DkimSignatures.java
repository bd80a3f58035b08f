package org.smshub.hub.mail.sender;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MailDateFormat;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.UnknownHostException;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.PublicKeyRecordRetriever;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.exceptions.FailException;
import org.apache.james.jdkim.exceptions.PermFailException;
import org.apache.james.jdkim.exceptions.TempFailException;
import org.apache.james.jdkim.impl.DNSPublicKeyRecordRetriever;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SimpleResolver;

/**
 * Whether the domain of a sender has signed the mail (RFC 6376), for mailboxes whose server writes no {@code
 * Authentication-Results}. Stricter than DMARC, which lets a mail pass whose recipients nobody has signed: whoever holds one such
 * mail could send it to any number.
 */
public final class DkimSignatures {

    /** RFC 6376 6.1: who verifies may stop at some number. */
    private static final int MOST = 5;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** An old mail may be somebody else's who plays it again when the hub has long forgotten it. */
    private static final long OLDEST = TimeUnit.DAYS.toMillis(7);

    private static final long AHEAD = TimeUnit.HOURS.toMillis(12);

    /** What the hub takes from a mail: each must be signed as often as it stands there. */
    private static final List<String> SIGNED = List.of("from", "to", "cc", "subject", "date", "message-id");

    private final PublicKeyRecordRetriever keys;

    /**
     * @param dns address of a name server, with its port after a colon where it is not 53; empty = those of this machine
     * @throws IllegalArgumentException there is none of this name
     */
    public DkimSignatures(String dns) {
        keys = new DNSPublicKeyRecordRetriever(resolver(dns));
    }

    private static Resolver resolver(String dns) {
        try {
            Resolver resolver;
            if (dns.isBlank()) {
                resolver = new ExtendedResolver();
            } else {
                String[] parts = dns.trim().split(":", 2);
                resolver = new SimpleResolver(parts[0]);
                resolver.setPort(parts.length == 1 ? 53 : Integer.parseInt(parts[1]));
            }
            resolver.setTimeout(PATIENCE);
            return resolver;
        } catch (UnknownHostException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "dns is the address of a name server, such as 127.0.0.1 or 127.0.0.1:5353, not '" + dns + "'", e);
        }
    }

    /**
     * Whether this mail is its sender's domain's.
     *
     * @param from the one address of its From
     * @throws IOException the domain's key cannot be had now
     */
    public boolean pass(byte[] octets, MimeMessage mail, String from) throws IOException, MessagingException {
        int at = from.lastIndexOf('@');
        String[] signatures = mail.getHeader("DKIM-Signature");
        if (at < 0 || signatures == null || signatures.length > MOST || !isFresh(mail)) {
            return false;
        }
        String domain = from.substring(at + 1);
        boolean[] later = new boolean[1];
        DKIMVerifier verifier = new DKIMVerifier((methods, selector, signer) -> {
            if (!domain.equals(signer.toString().toLowerCase(Locale.ROOT))) {
                // no stranger has the hub ask for anything
                throw new PermFailException("signed by another domain");
            }
            try {
                return keys.getRecords(methods, selector, signer);
            } catch (TempFailException e) {
                later[0] = true;
                throw e;
            }
        });
        try {
            for (SignatureRecord record : verifier.verify(new ByteArrayInputStream(octets))) {
                if (isWhole(record, mail)) {
                    return true;
                }
            }
        } catch (FailException e) {
            if (later[0]) {
                throw new IOException("The DKIM key of " + domain + " cannot be looked up now: " + e.getMessage(), e);
            }
        }
        return false;
    }

    private static boolean isFresh(MimeMessage mail) throws MessagingException {
        String date = mail.getHeader("Date", null);
        try {
            long sent = date == null ? 0 : new MailDateFormat().parse(date).getTime();
            long age = System.currentTimeMillis() - sent;
            return age < OLDEST && age > -AHEAD;
        } catch (ParseException e) {
            return false;
        }
    }

    /** All of the body, and of the headers all that the hub reads. */
    private static boolean isWhole(SignatureRecord record, MimeMessage mail) throws MessagingException {
        if (record.getBodyHashLimit() >= 0) {
            return false;
        }
        List<String> signed = record.getHeaders().stream()
                .map(name -> name.toString().strip().toLowerCase(Locale.ROOT))
                .toList();
        for (String name : SIGNED) {
            String[] there = mail.getHeader(name);
            long times = signed.stream().filter(name::equals).count();
            if (there != null && times < there.length) {
                return false;
            }
        }
        return mail.getHeader("Message-ID") != null;
    }
}
