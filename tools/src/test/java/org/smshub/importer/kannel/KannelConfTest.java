package org.smshub.importer.kannel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.importer.Group;
import org.smshub.importer.Source;
import org.smshub.importer.Unreadable;

/** As gwlib/cfg.c reads it. */
class KannelConfTest {

    @TempDir
    Path folder;

    private List<Group> read(String text) {
        return KannelConf.read(Source.of(folder.resolve("kannel.conf"), text));
    }

    private Path file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "plain| plain",
                "\"in quotes\"| in quotes",
                "\"a \\\"quoted\\\" word\"| a \"quoted\" word",
                "\"back\\\\slash\"| back\\slash",
                "\"AT\\\\Q3 \\n\"| AT\\Q3 \\n",
                "\"open| \"open",
                "13000 # no comment| 13000 # no comment",
            })
    void quotesAndBackslashes(String raw, String value) {
        assertThat(KannelConf.value(raw)).isEqualTo(value);
    }

    @Test
    void groupsEndAtEmptyLinesAndCommentsDoNotEndThem() {
        List<Group> groups = read("""
                group = core
                admin-port = 13000
                # a comment
                smsbox-port = 13001
                \t
                admin-port=1
                group = smsc
                """);
        assertThat(groups).extracting(Group::kind).containsExactly("core", "smsc");
        assertThat(groups.get(0).peek("smsbox-port")).isEqualTo("13001");
        assertThat(groups.get(1).peek("admin-port")).isEqualTo("1");
        assertThat(groups.get(1).place().line()).isEqualTo(6);
    }

    @Test
    void theLastOfANameCounts() {
        Group group = read("group = smsc\nhost = one\nhost = two\n").get(0);
        assertThat(group.take("host")).isEqualTo("two");
        assertThat(group.left()).extracting(Group.Setting::value).containsExactly("one");
        assertThat(group.isShadowed(group.left().get(0))).isTrue();
    }

    @Test
    void numbersAreReadAsCDoes() {
        Group group = read("group = smsc\nport = 2775 # main\nmsg-id-type = 0x01\nwindow = ten\n")
                .get(0);
        assertThat(group.number("port")).isEqualTo(2775);
        assertThat(group.number("msg-id-type")).isEqualTo(1);
        assertThat(group.number("window")).isNull();
    }

    @Test
    void filesAndFoldersAreIncluded() throws IOException {
        file("one.conf", "group = smsc\nsmsc-id = one\n");
        file("more/b.conf", "group = smsc\nsmsc-id = b\n");
        file("more/a.conf", "group = smsc\nsmsc-id = a\n");
        file("more/other.txt", "group = smsc\nsmsc-id = other\n");
        Path main = file("kannel.conf", """
                group = core
                admin-port = 1

                include = "%s"
                include = /etc/kannel/more/*.conf
                include = more
                group = smsbox
                """.formatted(folder.resolve("one.conf")));
        assertThat(KannelConf.read(Source.read(main)))
                .extracting(group -> group.kind() + " " + group.peek("smsc-id"))
                .containsExactly(
                        "core null", "smsc one", "smsc a", "smsc b", "smsc a", "smsc b", "smsc other", "smsbox null");
    }

    @Test
    void aGroupThatHasBegunTakesInTheFirstOfAFile() throws IOException {
        file("secret.conf", "smsc-password = s3cret\n");
        Path main = file("kannel.conf", "group = smsc\ninclude = secret.conf\nport = 1\ngroup = core\n");
        List<Group> groups = KannelConf.read(Source.read(main));
        assertThat(groups.get(0).peek("smsc-password")).isEqualTo("s3cret");
        assertThat(groups.get(0).has("port")).as("a file ends its last group").isFalse();
        assertThat(groups.get(1).kind()).isEqualTo("core");
    }

    @Test
    void whatCannotBeReadIsNamed() throws IOException {
        assertThatThrownBy(() -> read("group = core\nadmin-port\n"))
                .isInstanceOf(Unreadable.class)
                .hasMessageContaining("kannel.conf:2: there is no = in this line");
        assertThatThrownBy(() -> read("admin-port = 1\n"))
                .hasMessageContaining("kannel.conf:1: this group has no line group");
        assertThatThrownBy(() -> read("include = /nowhere/kannel/x.conf\n"))
                .hasMessageContaining("kannel.conf:1: there is no /nowhere/kannel/x.conf");
        Path one = file("one.conf", "include = two.conf\n");
        file("two.conf", "\ninclude = one.conf\n");
        assertThatThrownBy(() -> KannelConf.read(Source.read(one)))
                .hasMessageContaining("two.conf:2: ")
                .hasMessageContaining("includes itself");
        for (int i = 0; i < 20; i++) {
            file("deep" + i + ".conf", "include = deep" + (i + 1) + ".conf\n");
        }
        assertThatThrownBy(() -> KannelConf.read(Source.read(folder.resolve("deep0.conf"))))
                .hasMessageContaining("more than 16 files include each other");
    }

    @Test
    void whatIsNoTextIsNotRead() throws IOException {
        assertThatThrownBy(() -> Source.read(folder)).hasMessageContaining("is no file");
        assertThatThrownBy(() -> Source.read(Files.write(folder.resolve("nul"), new byte[] {'a', 0})))
                .hasMessageContaining("it has NUL in it");
        assertThatThrownBy(() -> Source.of(folder, "x".repeat(70_000))).hasMessageContaining(":1 has more than");
        assertThatThrownBy(() -> Source.of(folder, "a\nhost = {{env:HOME}}")).hasMessageContaining(":2 has {{ in it");
        Path latin = Files.write(
                folder.resolve("latin"), "text = \u00e9".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        assertThat(Source.read(latin).lines()).containsExactly("text = \u00e9");
    }
}
