package org.smshub.hub.mail.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;

/** HTML of a mail as text, once as it is and once without what mail programs mark as quoted or as a signature. */
final class HtmlText {

    /** Characters of HTML that are looked at. */
    static final int MOST = 1_000_000;

    private static final Set<String> BLOCKS = Set.of(
            "address",
            "article",
            "aside",
            "blockquote",
            "center",
            "dd",
            "div",
            "dl",
            "dt",
            "fieldset",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "li",
            "main",
            "nav",
            "ol",
            "p",
            "pre",
            "section",
            "table",
            "tr",
            "ul");

    private static final Set<String> HIDDEN = Set.of("style", "script", "head", "title", "noscript", "template");

    private record Selector(boolean behind, String css) {}

    private static final List<Selector> STRUCTURE = ReplyCutter.lines("structure.txt").stream()
            .map(line -> new Selector(line.startsWith("behind "), line.substring(line.indexOf(' ') + 1)))
            .toList();

    private HtmlText() {}

    /** All of it. */
    static String whole(String html) {
        return text(parse(html));
    }

    /** What its writer wrote; null where the structure marks nothing as other than that, or nothing would be left. */
    static String own(String html) {
        Document document = parse(html);
        int before = text(document).length();
        for (Selector selector : STRUCTURE) {
            for (Element element : document.select(selector.css())) {
                if (selector.behind()) {
                    removeBehind(element);
                }
                element.remove();
            }
        }
        String own = text(document);
        return own.isBlank() || own.length() == before ? null : own;
    }

    private static Document parse(String html) {
        return Jsoup.parse(html.length() > MOST ? html.substring(0, MOST) : html);
    }

    /** All that follows in the document, outside this element. */
    private static void removeBehind(Element element) {
        List<Node> behind = new ArrayList<>();
        for (Node at = element;
                at != null && at.parent() != null && !at.nodeName().equals("body");
                at = at.parent()) {
            for (Node next = at.nextSibling(); next != null; next = next.nextSibling()) {
                behind.add(next);
            }
        }
        behind.forEach(Node::remove);
    }

    private static String text(Document document) {
        Writer writer = new Writer();
        NodeTraversor.traverse(writer, document.body());
        return ReplyCutter.tidy(writer.text.toString());
    }

    private static final class Writer implements NodeVisitor {

        private final StringBuilder text = new StringBuilder();
        private int pre;
        private int hidden;

        @Override
        public void head(Node node, int depth) {
            String name = node.nodeName();
            if (HIDDEN.contains(name)) {
                hidden++;
            }
            if (hidden > 0) {
                return;
            }
            if (node instanceof TextNode words) {
                write(words.getWholeText());
            } else if (name.equals("br")) {
                text.append('\n');
            } else if (BLOCKS.contains(name)) {
                line();
                pre += name.equals("pre") ? 1 : 0;
                if (name.equals("li")) {
                    text.append("- ");
                }
            } else if ((name.equals("td") || name.equals("th")) && node.previousSibling() != null) {
                space();
            }
        }

        @Override
        public void tail(Node node, int depth) {
            String name = node.nodeName();
            if (HIDDEN.contains(name)) {
                hidden--;
            } else if (hidden == 0 && BLOCKS.contains(name)) {
                line();
                pre -= name.equals("pre") ? 1 : 0;
            }
        }

        private void write(String words) {
            for (int i = 0; i < words.length(); i++) {
                char c = words.charAt(i);
                if (pre > 0) {
                    text.append(c);
                } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
                    space();
                } else {
                    text.append(c);
                }
            }
        }

        private void space() {
            if (!text.isEmpty() && !Character.isWhitespace(text.charAt(text.length() - 1))) {
                text.append(' ');
            }
        }

        private void line() {
            while (!text.isEmpty() && text.charAt(text.length() - 1) == ' ') {
                text.setLength(text.length() - 1);
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
                text.append('\n');
            }
        }
    }
}
