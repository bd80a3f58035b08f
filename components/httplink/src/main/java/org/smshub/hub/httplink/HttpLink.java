package org.smshub.hub.httplink;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.smshub.hub.httplink.file.Provider;
import org.smshub.link.LateAnswer;

/** A link that runs: its provider, the options of its block, and what it does not know the end of. */
final class HttpLink {

    /** Messages of unknown outcome that are remembered by our reference. */
    private static final int DOUBTS = 10_000;

    private final String name;
    private final Provider provider;
    private final String scheme;
    private final HttpLinkConfiguration options;
    private final Map<String, String> values;
    private final LongAdder forged = new LongAdder();
    private final Map<String, LateAnswer> doubts = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, LateAnswer> eldest) {
            return size() > DOUBTS;
        }
    };

    HttpLink(String name, Provider provider, HttpLinkConfiguration options) {
        this.name = name;
        this.provider = provider;
        this.options = options;
        this.values = options.values();
        String file = options.getProvider();
        this.scheme = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf(':')) + 1)
                .replaceFirst("\\.ya?ml$", "");
    }

    String name() {
        return name;
    }

    Provider provider() {
        return provider;
    }

    /** What the codes of its errors begin with. */
    String scheme() {
        return scheme;
    }

    Map<String, String> values() {
        return values;
    }

    /** The address that the provider calls; null = it does not. */
    String callback() {
        String base = options.getCallback();
        return base == null || base.isBlank() || provider.callback() == null
                ? null
                : base.replaceFirst("/+$", "") + HttpLinks.PATH + name + "/" + options.getCallbackSecret();
    }

    /** Whether a call may come by this address. */
    boolean opens(String key) {
        return callback() != null
                && key != null
                && MessageDigest.isEqual(
                        key.getBytes(StandardCharsets.UTF_8),
                        options.getCallbackSecret().getBytes(StandardCharsets.UTF_8));
    }

    /** Words of the provider, without what is secret. */
    String discreet(String words) {
        String discreet = words;
        for (String secret :
                new String[] {options.getPassword(), options.getSigningSecret(), options.getCallbackSecret()}) {
            if (secret != null && secret.length() > 3) {
                discreet = discreet.replace(secret, "***");
            }
        }
        return discreet;
    }

    /** The outcome of this one is not known: a call that names it tells. */
    void doubt(String ref, LateAnswer late) {
        if (ref != null && late != null && callback() != null) {
            synchronized (doubts) {
                doubts.put(ref, late);
            }
        }
    }

    /** The provider has named one of ours: if its outcome was not known, it was sent. */
    void named(String ref, String id) {
        LateAnswer late;
        synchronized (doubts) {
            late = ref == null ? null : doubts.remove(ref);
        }
        if (late != null) {
            late.came(id, null);
        }
    }

    /** How many calls were none of the provider's, with this one. */
    long forged() {
        forged.increment();
        return forged.sum();
    }
}
