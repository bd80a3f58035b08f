package org.smshub.link;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys and certificates of one end of TLS, in PEM files that are read again when they have changed: the next handshake has
 * the new ones. Files that do not fit together leave the old ones in use, and are said.
 */
public final class TlsFiles {

    /** For {@code trust}: the authorities that the JVM knows. */
    public static final String SYSTEM = "system";

    /** RFC 9325 3.1.1. */
    public static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);

    /** Forward secrecy and authenticated encryption (RFC 9325 4.2); those of TLS 1.3 have both. */
    private static final Pattern CIPHERS = Pattern.compile("TLS_(AES|CHACHA20)_.*|TLS_ECDHE_.*_(GCM|POLY1305)_.*");

    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    /** The files are looked at by a handshake, no more often than this. */
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Of a store that never leaves the memory. */
    private static final char[] NO_PASSWORD = "none".toCharArray();

    private static final String ALIAS = "hub";

    private final Path certificate;
    private final Path key;
    private final String trust;
    private final X509ExtendedKeyManager keys = new Keys();
    private final X509ExtendedTrustManager trusted = new Trusted();
    private List<Object> seen;
    private long lookAt;
    private volatile X509ExtendedKeyManager currentKeys;
    private volatile X509ExtendedTrustManager currentTrust;

    /**
     * @param certificate the end's own, and those between it and its authority; null = none
     * @param key its private key, PKCS#8 without a password; null = none
     * @param trust certificates of authorities; {@link #SYSTEM}; null = none
     * @throws IllegalArgumentException naming the file and what to do
     */
    public TlsFiles(String certificate, String key, String trust) {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("TLS wants both a certificate and its key, or neither");
        }
        this.certificate = certificate == null ? null : Path.of(certificate);
        this.key = key == null ? null : Path.of(key);
        this.trust = trust;
        this.lookAt = System.nanoTime() + LOOK_NANOS;
        try {
            this.seen = stamps();
            read();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(words(e), e);
        }
    }

    /** The key manager of whatever is in the files at the time of a handshake. */
    public X509ExtendedKeyManager keys() {
        return keys;
    }

    /** The trust manager; without {@code trust} nobody is trusted. */
    public X509ExtendedTrustManager trust() {
        return trusted;
    }

    /** Whether the other end's certificate is checked. */
    public boolean trusts() {
        return trust != null;
    }

    /** The cipher suites to allow. */
    public static List<String> ciphers() {
        try {
            return Arrays.stream(
                            SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites())
                    .filter(name -> CIPHERS.matcher(name).matches())
                    .toList();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no TLS: " + e.getMessage(), e);
        }
    }

    /** Three times a stat now and then, and a read where something is new: less than the handshake that asks costs. */
    private synchronized void look() {
        long now = System.nanoTime();
        if (now - lookAt < 0) {
            return;
        }
        lookAt = now + LOOK_NANOS;
        List<Object> stamps;
        try {
            stamps = stamps();
            if (stamps.equals(seen)) {
                return;
            }
            read();
            LOG.info("TLS: the files of {} were changed and are in use", this);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            LOG.warn("TLS: what was in the files before stays in use: {}", words(e));
            stamps = stampsIfAny();
        }
        seen = stamps;
    }

    private List<Object> stampsIfAny() {
        try {
            return stamps();
        } catch (IOException e) {
            return List.of();
        }
    }

    private List<Object> stamps() throws IOException {
        List<Object> stamps = new ArrayList<>();
        for (Path file : files()) {
            stamps.add(Files.getLastModifiedTime(file));
            stamps.add(Files.size(file));
        }
        return stamps;
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        if (certificate != null) {
            files.add(certificate);
            files.add(key);
        }
        if (trust != null && !trust.equals(SYSTEM)) {
            files.add(Path.of(trust));
        }
        return files;
    }

    private void read() throws IOException, GeneralSecurityException {
        X509ExtendedKeyManager newKeys = readKeys();
        X509ExtendedTrustManager newTrust = trust == null ? null : readTrust();
        currentKeys = newKeys;
        currentTrust = newTrust;
    }

    private X509ExtendedKeyManager readKeys() throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        if (certificate != null) {
            List<X509Certificate> chain = certificates(certificate);
            PrivateKey own = privateKey(chain.get(0).getPublicKey());
            store.setKeyEntry(ALIAS, own, NO_PASSWORD, chain.toArray(Certificate[]::new));
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
    }

    private PrivateKey privateKey(PublicKey of) throws IOException, GeneralSecurityException {
        Matcher pem = PRIVATE_KEY.matcher(Files.readString(key, StandardCharsets.US_ASCII));
        if (!pem.find()) {
            throw new IllegalArgumentException(
                    key + " holds no PRIVATE KEY without a password in PEM; openssl pkcs8 -topk8 -nocrypt -in OLD -out "
                            + key + " makes one");
        }
        PrivateKey own;
        try {
            own = KeyFactory.getInstance(of.getAlgorithm())
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1))));
        } catch (InvalidKeySpecException e) {
            throw new IllegalArgumentException(key + " is not the key of " + certificate, e);
        }
        if (!fits(own, of)) {
            throw new IllegalArgumentException(key + " is not the key of " + certificate);
        }
        return own;
    }

    private static boolean fits(PrivateKey own, PublicKey of) throws GeneralSecurityException {
        String algorithm = of.getAlgorithm();
        Signature signature = Signature.getInstance(
                algorithm.startsWith("Ed") ? algorithm : "SHA256with" + algorithm.replace("EC", "ECDSA"));
        signature.initSign(own);
        byte[] signed = signature.sign();
        signature.initVerify(of);
        return signature.verify(signed);
    }

    private X509ExtendedTrustManager readTrust() throws IOException, GeneralSecurityException {
        KeyStore store = null;
        if (!trust.equals(SYSTEM)) {
            store = empty();
            for (X509Certificate authority : certificates(Path.of(trust))) {
                store.setCertificateEntry(Integer.toString(store.size()), authority);
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager found) {
                return found;
            }
        }
        throw new GeneralSecurityException("this JVM has no trust manager for X.509");
    }

    private static List<X509Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            for (Certificate one : CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))) {
                certificates.add((X509Certificate) one);
            }
        } catch (CertificateException e) {
            throw new IllegalArgumentException(file + " holds no certificates in PEM: " + e.getMessage(), e);
        }
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException(file + " holds no certificate in PEM");
        }
        return certificates;
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static String words(Exception e) {
        return e instanceof IOException ? "a file cannot be read: " + e : String.valueOf(e.getMessage());
    }

    @Override
    public String toString() {
        return files().toString();
    }

    private final class Keys extends X509ExtendedKeyManager {

        private X509ExtendedKeyManager now() {
            look();
            return currentKeys;
        }

        @Override
        public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
            return now().chooseEngineServerAlias(type, issuers, engine);
        }

        @Override
        public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
            return now().chooseEngineClientAlias(types, issuers, engine);
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return now().chooseServerAlias(type, issuers, socket);
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return now().chooseClientAlias(types, issuers, socket);
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return now().getClientAliases(type, issuers);
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return now().getServerAliases(type, issuers);
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return currentKeys.getCertificateChain(alias);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return currentKeys.getPrivateKey(alias);
        }
    }

    private final class Trusted extends X509ExtendedTrustManager {

        private X509ExtendedTrustManager now() throws CertificateException {
            look();
            X509ExtendedTrustManager now = currentTrust;
            if (now == null) {
                throw new CertificateException("nobody is trusted here");
            }
            return now;
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            now().checkClientTrusted(chain, type, engine);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            now().checkServerTrusted(chain, type, engine);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            now().checkClientTrusted(chain, type, socket);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            now().checkServerTrusted(chain, type, socket);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            now().checkClientTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            now().checkServerTrusted(chain, type);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            X509ExtendedTrustManager now = currentTrust;
            return now == null ? new X509Certificate[0] : now.getAcceptedIssuers();
        }
    }
}
