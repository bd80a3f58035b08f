package org.smshub.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.bench.HubSite;

/** The recipes of docs/http.md, each by its own lines of shell, and what the page says comes back. */
@Timeout(300)
class HttpPageIT {

    /** A recipe, and what it answers behind it. */
    private static final Pattern RECIPE =
            Pattern.compile("```sh\\n((?:(?!```).)*)```\\n```(json|text)\\n(.*?)```", Pattern.DOTALL);

    private static final String END = "=== end of recipe ===";

    @TempDir
    Path folder;

    @Test
    void eachRecipeAnswersAsThePageSays() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "there is no curl");
        String page = Files.readString(HubSite.findHome().resolve("docs/http.md"));
        List<MatchResult> recipes = RECIPE.matcher(page).results().toList();
        assertThat(recipes).hasSizeGreaterThan(10);
        try (ApiSite hub = new ApiSite()) {
            StringBuilder script = new StringBuilder("HUB=" + hub.site.api("") + "\nKEY=" + hub.site.apiKey() + "\n");
            recipes.forEach(recipe -> script.append(recipe.group(1))
                    .append("\necho\necho '")
                    .append(END)
                    .append("'\n"));
            Path file = Files.writeString(folder.resolve("recipes.sh"), script);
            Path answers = folder.resolve("answers");
            Process shell = new ProcessBuilder("sh", file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(answers.toFile())
                    .start();
            assertThat(shell.waitFor(120, TimeUnit.SECONDS)).isTrue();
            String[] said = Files.readString(answers, StandardCharsets.UTF_8).split(END);
            for (int i = 0; i < recipes.size(); i++) {
                compare(recipes.get(i), said[i]);
            }
        }
    }

    private static void compare(MatchResult recipe, String said) throws Exception {
        if (recipe.group(2).equals("text")) {
            assertThat(said.strip())
                    .as(recipe.group(1))
                    .isEqualTo(recipe.group(3).strip());
            return;
        }
        List<JsonNode> wanted = documents(recipe.group(3));
        List<JsonNode> has =
                documents(said.lines().filter(line -> line.startsWith("{")).reduce("", (a, b) -> a + "\n" + b));
        assertThat(has).as("%s answered %s", recipe.group(1), said).hasSameSizeAs(wanted);
        for (int i = 0; i < wanted.size(); i++) {
            compare(wanted.get(i), has.get(i), recipe.group(1) + " answered " + said);
        }
    }

    private static List<JsonNode> documents(String text) throws Exception {
        List<JsonNode> documents = new ArrayList<>();
        ApiSite.JSON.readerFor(JsonNode.class).<JsonNode>readValues(text).forEachRemaining(documents::add);
        return documents;
    }

    /** What the page shows is there; a text that ends with … begins so. */
    private static void compare(JsonNode wanted, JsonNode has, String where) {
        if (wanted.isObject()) {
            wanted.properties().forEach(field -> compare(field.getValue(), has.path(field.getKey()), where));
        } else if (wanted.isArray()) {
            assertThat(has.size()).as(where).isGreaterThanOrEqualTo(wanted.size());
            for (int i = 0; i < wanted.size(); i++) {
                compare(wanted.get(i), has.get(i), where);
            }
        } else if (wanted.asText().endsWith("…")) {
            assertThat(has.asText()).as(where).startsWith(wanted.asText().replace("…", ""));
        } else {
            assertThat(has.asText()).as(where).isEqualTo(wanted.asText());
        }
    }
}
