package org.smshub.hub.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that are dropped, through the routes as they are shipped. */
@Execution(ExecutionMode.CONCURRENT)
class FilesInTest {

    @TempDir
    Path folder;

    private Path drop;
    private FilesHub hub;

    @BeforeEach
    void start() throws Exception {
        drop = Files.createDirectories(folder.resolve("drop"));
        hub = new FilesHub(folder.resolve("hub"));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private void input(Map<String, Object> more) throws Exception {
        Map<String, Object> options = new HashMap<>(
                Map.of("folder", drop.toString(), "client", "shop", "delay", "100", "readLock", "none", "chunk", "3"));
        options.putAll(more);
        hub.add("files-in", "files-in", options);
    }

    /** There as a whole. */
    private void drop(String name, String text) throws IOException {
        Path half = Files.writeString(drop.resolve("." + name), text);
        Files.move(half, drop.resolve(name));
    }

    private List<String> whole(String name) {
        Path file = drop.resolve(name);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(file));
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void eachLineHasItsAnswerAndTheFileMoves() throws Exception {
        input(Map.of());
        drop("orders.csv", """
                to,text,ref,priority
                +48600100201,one,r1,
                nobody,two,r2,
                +48600100203,,r3,
                +48600100204,four,r4,7
                +48600100205,five,,
                +48600100206,"six",r6,0
                +48600100201,one,r1,
                """);
        List<String> done = whole("done/orders.csv");
        assertThat(done).hasSize(8);
        List<String> results = whole("results/orders.csv.csv");
        assertThat(results.get(0)).isEqualTo("line,ref,state,id,field,reason");
        assertThat(results.get(1)).startsWith("2,r1,").doesNotContain("REFUSED");
        assertThat(results.get(2)).startsWith("3,r2,REFUSED,,to,");
        assertThat(results.get(3)).startsWith("4,r3,REFUSED,,text,");
        assertThat(results.get(4)).startsWith("5,r4,REFUSED,,priority,");
        assertThat(results.get(5)).startsWith("6,,ACCEPTED,");
        assertThat(results.get(7).split(",")[3])
                .as("known by its ref")
                .isEqualTo(results.get(1).split(",")[3]);
        List<String> failed = whole("failed/orders.csv.csv");
        assertThat(failed).hasSize(4);
        assertThat(failed.get(1)).startsWith("3,to,").endsWith("\"nobody,two,r2,\"");
        Awaitility.await().until(() -> hub.sent.size() == 3);
        assertThat(hub.sent).extracting(FilesHub.Sent::client).containsOnly("shop");
        assertThat(drop.resolve(".work")).isEmptyDirectory();
    }

    @Test
    void theSameFileAgainSendsNothingAndTomorrowsDoes() throws Exception {
        input(Map.of());
        drop("day.csv", "to,text\n+48600100201,one\n+48600100202,two\n");
        List<String> first = whole("results/day.csv.csv");
        Awaitility.await().until(() -> hub.sent.size() == 2);
        whole("done/day.csv");
        Files.delete(drop.resolve("results/day.csv.csv"));
        drop("day.csv", "to,text\n+48600100201,one\n+48600100202,two\n");
        List<String> again = whole("results/day.csv.csv");
        assertThat(again.get(1).split(",")[3]).isEqualTo(first.get(1).split(",")[3]);
        Awaitility.await().until(() -> !Files.exists(drop.resolve("day.csv")));
        Files.delete(drop.resolve("results/day.csv.csv"));
        drop("day.csv", "to,text\n+48600100201,one\n+48600100202,three\n");
        assertThat(whole("results/day.csv.csv").get(1)).contains("ACCEPTED");
        Awaitility.await().until(() -> hub.sent.size() == 4);
    }

    @Test
    void whatCannotBeReadGoesToFailedWithItsReason() throws Exception {
        input(Map.of());
        Files.write(drop.resolve("packed.csv"), new byte[] {0x1f, (byte) 0x8b, 8, 0});
        assertThat(whole("failed/packed.csv.csv").get(1)).contains("packed (gzip)");
        Awaitility.await().until(() -> Files.exists(drop.resolve("failed/packed.csv")));
        drop("empty.csv", "");
        assertThat(whole("failed/empty.csv.csv").get(1)).contains("no message in it");
        drop("names.csv", "to,body\n1,2\n");
        assertThat(whole("failed/names.csv.csv").get(1)).contains("no field 'body'");
        Files.createSymbolicLink(drop.resolve("link.csv"), Path.of("/etc/passwd"));
        assertThat(whole("failed/link.csv.csv").get(1)).contains("a link");
        assertThat(hub.sent).isEmpty();
    }

    @Test
    void aHostileNameStaysAndDoesNothing() throws Exception {
        input(Map.of());
        String hostile = "${bean:clients?method=toString}.csv";
        drop(hostile, "to,text\n+48600100201,one\n");
        drop("x$y (1) 'z';id.csv", "to,text,SmsClient\n+48600100201,one,other\n");
        drop("good.csv", "to,text\n+48600100202,two\n");
        whole("done/good.csv");
        assertThat(whole("failed/x$y (1) 'z';id.csv.csv").get(1)).contains("no field 'SmsClient'");
        Awaitility.await().until(() -> hub.sent.size() == 1);
        assertThat(drop.resolve(hostile)).exists();
    }

    @Test
    void theLastStatesFollow() throws Exception {
        input(Map.of("states", "true"));
        drop("end.csv", "to,text,ref\n+48600100201,one,a\nnobody,two,b\n+48600100203,three,c\n");
        whole("done/end.csv");
        Awaitility.await().until(() -> hub.sent.size() == 2);
        for (FilesHub.Sent sent : hub.sent) {
            assertThat(drop.resolve("results/end.csv.states.csv")).doesNotExist();
            hub.receipt(sent.id(), sent.to(), sent.to().endsWith("1") ? "DELIVERED" : "UNDELIVERABLE");
        }
        List<String> states = whole("results/end.csv.states.csv");
        assertThat(states).hasSize(4);
        assertThat(states.get(1)).startsWith("2,a,DELIVERED,");
        assertThat(states.get(2)).startsWith("3,b,REFUSED,");
        assertThat(states.get(3)).startsWith("4,c,UNDELIVERABLE,");
        Awaitility.await().until(() -> {
            try (var left = Files.list(drop.resolve(".work"))) {
                return left.findAny().isEmpty();
            }
        });
    }

    @Test
    void aFileIsTakenWhenItIsWhole() throws Exception {
        input(Map.of("readLock", "changed", "whole", "1500"));
        Path slow = drop.resolve("slow.csv");
        StringBuilder text = new StringBuilder("to,text\n");
        Files.writeString(slow, text);
        for (int i = 0; i < 8; i++) {
            String line = "+4860010020" + i + ",text\n";
            text.append(line);
            // a writer that is slow; nothing of it may be taken meanwhile
            long until = System.nanoTime() + 300_000_000;
            Awaitility.await().until(() -> System.nanoTime() > until);
            assertThat(drop.resolve("done/slow.csv")).doesNotExist();
            Files.writeString(slow, line, java.nio.file.StandardOpenOption.APPEND);
        }
        assertThat(whole("done/slow.csv")).hasSize(9);
        assertThat(Files.readString(drop.resolve("done/slow.csv"))).isEqualTo(text.toString());
        Awaitility.await().until(() -> hub.sent.size() == 8);
    }

    @Test
    void aDoneFileSaysThatItIsWhole() throws Exception {
        input(Map.of("doneFile", "${file:name}.done"));
        drop("a.csv", "to,text\n+48600100201,one\n");
        drop("b.csv", "to,text\n+48600100202,two\n");
        Files.createFile(drop.resolve("b.csv.done"));
        whole("done/b.csv");
        assertThat(drop.resolve("a.csv")).exists();
        assertThat(drop.resolve("b.csv.done")).doesNotExist();
        Files.createFile(drop.resolve("a.csv.done"));
        whole("done/a.csv");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "json  |                              | [{\"to\":\"+48600100201\",\"text\":\"one\"}]",
                "jsonl | to=recipient.number,text=msg | {\"recipient\":{\"number\":\"+48600100201\"},\"msg\":\"one\"}",
                "xml   | to=@msisdn,text=body/text    | <messages><message msisdn='+48600100201'><body><text>one</text></body></message></messages>",
                "fixed | to=1-15,text=16-175          | +48600100201   one"
            })
    void aFileOfEachFormatIsReadToItsEnd(String format, String columns, String text) throws Exception {
        input(Map.of("format", format, "columns", columns == null ? "" : columns, "chunk", "1"));
        drop("a.txt", text);
        whole("done/a.txt");
        assertThat(whole("results/a.txt.csv")).hasSize(2);
        assertThat(drop.resolve("failed")).doesNotExist();
        Awaitility.await().until(() -> hub.sent.size() == 1);
        assertThat(hub.sent.peek().text()).isEqualTo("one");
    }

    @Test
    void anXmlThatIsCutIsReadAsFarAsItGoes() throws Exception {
        input(Map.of("format", "xml", "columns", "to=@msisdn,text=body"));
        drop("a.xml", "<messages><message msisdn='+48600100201'><body>Zażółć</body></message></messages>");
        whole("done/a.xml");
        Awaitility.await().until(() -> hub.sent.size() == 1);
        assertThat(hub.sent.peek().text()).isEqualTo("Zażółć");
        drop("b.xml", "<messages><message msisdn='+48600100202'><body>two</body></message><message");
        whole("failed/b.xml");
        assertThat(whole("failed/b.xml.csv").get(1)).contains("From record 2 on nothing can be read");
        assertThat(whole("results/b.xml.csv")).anyMatch(line -> line.startsWith("1,,ACCEPTED"));
    }

    @Test
    void aWrongOptionIsOneClearErrorAtTheStart() {
        assertThatThrownBy(() -> input(Map.of("format", "fixed")))
                .hasStackTraceContaining("files: Option columns: a file of fixed width needs it");
        assertThatThrownBy(() -> input(Map.of("chunk", "0"))).hasStackTraceContaining("option chunk must be 1 to 1000");
    }
}
