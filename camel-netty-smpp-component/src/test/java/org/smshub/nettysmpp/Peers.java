package org.smshub.nettysmpp;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.smshub.line.options.Authenticator;

/** Programs of others that tests run, and the centre that they bind to. */
final class Peers {

    private Peers() {}

    /** Skips the test, saying what to install, where the program is not there. */
    static void need(String program, String debianPackage) {
        boolean there = List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        Assumptions.assumeTrue(there, program + " is not installed (Debian package " + debianPackage + ")");
    }

    static Process start(Path output, String... command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    /** Folder with the npm package smpp, or the test is skipped. */
    static Path npmSmpp(Path output) throws Exception {
        need("node", "nodejs");
        need("npm", "npm");
        Path modules = Path.of("target", "npm").toAbsolutePath();
        if (!Files.isDirectory(modules.resolve("node_modules/smpp"))) {
            Files.createDirectories(modules);
            Process npm = start(output, "npm", "install", "--silent", "--prefix", modules.toString(), "smpp@0.5.1");
            boolean installed = npm.waitFor(60, TimeUnit.SECONDS) && npm.exitValue() == 0;
            Assumptions.assumeTrue(installed, "npm could not install the package smpp");
        }
        return modules;
    }

    static void stop(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    /** What {@link #centre} was sent: headers, and the body under {@code body}. */
    static final class Received extends ConcurrentLinkedQueue<Map<String, Object>> {}

    /** Takes everything, answers with the ids 1, 2, 3 …, sends receipts, and returns what is for …31 to its sender. */
    static SmppServerFixture centre(Received received) throws Exception {
        AtomicInteger ids = new AtomicInteger();
        return SmppServerFixture.of((routes, address) -> {
            routes.from(address + "?authenticator=#bean:login&enquireLinkTimer=1s")
                    .choice()
                    .when(routes.header("SmsKind").isEqualTo("QUERY"))
                    .setHeader("SmsState", routes.constant("DELIVERED"))
                    .otherwise()
                    .process(exchange -> {
                        Map<String, Object> seen =
                                new java.util.HashMap<>(exchange.getMessage().getHeaders());
                        seen.put("body", exchange.getMessage().getBody());
                        received.add(seen);
                        exchange.getMessage().setHeader("SmsRemoteId", Integer.toString(ids.incrementAndGet()));
                    })
                    .to("seda:back");
            // Kannel knows a message only after its answer, and drops a receipt that comes before
            routes.from("seda:back")
                    .delay(200)
                    .asyncDelayed()
                    .end()
                    .filter(routes.simple("${header.SmsReceipt} != 'NONE'"))
                    .setHeader("SmsKind", routes.constant("RECEIPT"))
                    .setHeader("SmsState", routes.constant("DELIVERED"))
                    .to(address)
                    .end()
                    .filter(routes.simple("${header.SmsTo} ends with '31'"))
                    .process(exchange -> {
                        var message = exchange.getMessage();
                        Object to = message.getHeader("SmsTo");
                        message.setHeader("SmsKind", "MESSAGE");
                        message.setHeader("SmsTo", message.getHeader("SmsFrom"));
                        message.setHeader("SmsFrom", to);
                        message.removeHeader("SmsUdh");
                    })
                    .to(address);
            Authenticator login = bind -> bind.password().equals("secret") ? bind.name() : null;
            routes.bindToRegistry("login", login);
        });
    }
}
