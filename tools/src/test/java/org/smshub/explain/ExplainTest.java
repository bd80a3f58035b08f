package org.smshub.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.explain.Explain.Question;

/** The command line; what it answers is asked of the package (ExplainIT). */
class ExplainTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--form ACME | unknown option --form; --help lists them",
                "+48600100200 --from | --from wants a value",
                "--from ACME | which number? ./hub explain +48600100200 --from ACME 'text'",
                "+48600100200 one two | one number and one text; a text with blanks stands in quotes",
                "+48600100200 --priority 4 | --priority is 0 (bulk) to 3 (urgent), not 4",
                "+48600100200 --config nowhere | --config wants a folder, and nowhere is none"
            })
    void whatIsWrongIsNamed(String args, String words) {
        assertThatThrownBy(() -> Question.parse(List.of(args.split(" ")))).hasMessage(words);
    }

    @Test
    void optionsStandWhereTheyLike() {
        Question question = Question.parse(List.of(
                "--routes", ".", "--config", ".", "+48600100200", "--client", "shop", "hello you", "--from", "ACME"));
        assertThat(question.number()).isEqualTo("+48600100200");
        assertThat(question.text()).isEqualTo("hello you");
        assertThat(question.client()).isEqualTo("shop");
        assertThat(question.from()).isEqualTo("ACME");
    }
}
