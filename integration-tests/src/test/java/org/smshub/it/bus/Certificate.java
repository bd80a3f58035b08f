package org.smshub.it.bus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A certificate for a server on the loopback interface, made now by the JDK's keytool.
 *
 * @param keys PKCS12, with the key
 * @param pem the certificate alone
 * @param trust PKCS12, the certificate alone
 * @param password of both
 */
record Certificate(Path keys, Path pem, Path trust, String password) {

    /** @param address that it is for, such as {@code ip:127.0.0.1} */
    static Certificate make(Path folder, String address) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Certificate made = new Certificate(
                folder.resolve("keys.p12"), folder.resolve("ca.pem"), folder.resolve("trust.p12"), "storepass");
        made.keytool(
                made.keys,
                "-genkeypair",
                "-alias",
                "broker",
                "-keyalg",
                "EC",
                "-dname",
                "CN=broker",
                "-ext",
                "san=" + address,
                "-validity",
                "2");
        made.keytool(made.keys, "-exportcert", "-rfc", "-alias", "broker", "-file", made.pem.toString());
        made.keytool(made.trust, "-importcert", "-noprompt", "-alias", "broker", "-file", made.pem.toString());
        return made;
    }

    private void keytool(Path store, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", password));
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            keytool.destroyForcibly();
            throw new IllegalStateException(command + " failed");
        }
    }
}
