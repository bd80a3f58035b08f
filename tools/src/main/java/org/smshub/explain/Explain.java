package org.smshub.explain;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.smshub.site.Site;

/**
 * {@code ./hub explain}: which links a message would take, by which rule, and why not the others. It goes through the routes of the
 * configuration as it lies there, in a hub of its own that starts no link, opens no port and writes nothing; a hub that runs
 * is not asked, so that neither a key nor a running hub is needed.
 */
public final class Explain {

    static final String USAGE = """
            ./hub explain NUMBER [TEXT]: which links a message would take, by which rule, and why not the others

              --from SENDER      its sender
              --client ID        who sends it (clients.yaml)
              --tags A,B         the words its sender gives it
              --priority N       0 (bulk) to 3 (urgent)
              --config DIR       a configuration of your own, over the package's
              --routes DIR       the folder that has all *.camel.yaml, in place of the package's
              --help             this text

            Goes through the routes as they lie there, without a running hub, and stores nothing. Ends with 1 if the message
            would be refused.""";

    /** What is asked. Null = not said; @param routes, config null = those of the package */
    record Question(
            String number,
            String text,
            String from,
            String client,
            String tags,
            Integer priority,
            Path routes,
            Path config) {

        /** @throws IllegalArgumentException one line that names the option */
        static Question parse(List<String> args) {
            String from = null;
            String client = null;
            String tags = null;
            Integer priority = null;
            Path routes = null;
            Path config = null;
            List<String> plain = new ArrayList<>();
            Iterator<String> rest = args.iterator();
            while (rest.hasNext()) {
                String word = rest.next();
                if (!word.startsWith("--")) {
                    plain.add(word);
                    continue;
                }
                if (!List.of("--from", "--client", "--tags", "--priority", "--routes", "--config")
                        .contains(word)) {
                    throw new IllegalArgumentException("unknown option " + word + "; --help lists them");
                }
                if (!rest.hasNext()) {
                    throw new IllegalArgumentException(word + " wants a value");
                }
                String value = rest.next();
                switch (word) {
                    case "--from" -> from = value;
                    case "--client" -> client = value;
                    case "--tags" -> tags = value;
                    case "--priority" -> priority = priority(value);
                    case "--routes" -> routes = folder(word, value);
                    default -> config = folder(word, value);
                }
            }
            if (plain.isEmpty() || plain.size() > 2) {
                throw new IllegalArgumentException(
                        plain.isEmpty()
                                ? "which number? ./hub explain +48600100200 --from ACME 'text'"
                                : "one number and one text; a text with blanks stands in quotes");
            }
            return new Question(
                    plain.get(0),
                    plain.size() == 2 ? plain.get(1) : "text",
                    from,
                    client,
                    tags,
                    priority,
                    routes,
                    config);
        }

        private static Integer priority(String value) {
            if (!value.matches("[0-3]")) {
                throw new IllegalArgumentException("--priority is 0 (bulk) to 3 (urgent), not " + value);
            }
            return Integer.valueOf(value);
        }

        private static Path folder(String option, String value) {
            Path folder = Path.of(value);
            if (!Files.isDirectory(folder)) {
                throw new IllegalArgumentException(option + " wants a folder, and " + value + " is none");
            }
            return folder;
        }
    }

    private Explain() {}

    public static void main(String[] args) throws IOException {
        List<String> given = List.of(args);
        if (given.contains("--help") || given.contains("-h")) {
            System.out.println(USAGE);
            return;
        }
        Question question;
        Site site;
        try {
            question = Question.parse(given);
            site = Site.of(Path.of(System.getProperty("hub.home", "")), question.config(), question.routes());
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        // what is wrong is in the answer; a start has more to say than was asked
        System.setProperty("org.apache.logging.log4j.simplelog.level", "OFF");
        System.exit(explain(question, site, System.out) ? 0 : 1);
    }

    /** @return whether the message would be accepted */
    static boolean explain(Question question, Site site, PrintStream out) throws IOException {
        Path nowhere = Files.createTempDirectory("hub-explain");
        try (Trial trial = new Trial(site, nowhere)) {
            Explanation explanation = trial.ask(question);
            out.print(explanation.words());
            return explanation.refused() == null;
        } catch (Exception e) {
            out.println(
                    "the routes cannot be made as they are: " + Explanation.telling(e) + "\n./hub check may say more");
            return false;
        } finally {
            delete(nowhere);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
