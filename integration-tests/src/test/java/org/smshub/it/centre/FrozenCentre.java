package org.smshub.it.centre;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.smshub.site.Processes;

/** A good centre in a process of its own, which can be stopped (SIGSTOP) with all its connections open. */
final class FrozenCentre implements AutoCloseable {

    private static final String READY = "ready";

    private final Process process;
    private final List<String> book = new CopyOnWriteArrayList<>();

    FrozenCentre(Protocol protocol, int port) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FrozenCentre.class.getName(),
                        protocol.name(),
                        Integer.toString(port))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = process.inputReader();
        if (!READY.equals(out.readLine())) {
            throw new IOException("the centre of its own did not start");
        }
        Thread reader = new Thread(() -> out.lines().forEach(book::add), "frozen-centre");
        reader.setDaemon(true);
        reader.start();
    }

    void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", name, Long.toString(process.pid()))
                .inheritIO()
                .start();
        if (kill.waitFor() != 0) {
            throw new IOException("kill " + name + " failed");
        }
    }

    /** How often it has read a submit to this number. */
    long copies(String to) {
        return book.stream().filter(to::endsWith).count();
    }

    @Override
    public void close() {
        Processes.kill(Stream.of(process.toHandle()));
    }

    /** The process: prints that it listens, then the number of each submit. */
    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[1]);
        Centre centre = Protocol.valueOf(args[0]).centre(port);
        List<Submit> taken = new CopyOnWriteArrayList<>();
        centre.onSubmit(submit -> {
            System.out.println(submit.to);
            submit.id = submit.line.newId(submit);
            taken.add(submit);
            Centre.GOOD.take(submit);
        });
        System.out.println(READY);
        // what it owes it tells again on each new line, also what it reads from an old one only then
        int told = 0;
        for (Centre.Line last = centre.line(); ; Thread.sleep(200)) {
            Centre.Line line = centre.line();
            if (line != last) {
                last = line;
                told = 0;
            }
            for (; line != null && told < taken.size(); told++) {
                Submit submit = taken.get(told);
                if (submit.line != line) {
                    line.receipt(submit, Told.DELIVERED);
                }
            }
        }
    }
}
