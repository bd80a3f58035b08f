package org.smshub.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.smshub.hub.check.Finding;

/** An HTTP contract (OpenAPI) against the routes: each operation it promises is answered by one. */
final class Contract {

    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");
    private static final String HTTP = "platform-http:";

    private final Set<String> served = new HashSet<>();

    /**
     * @param files all files of one hub
     */
    Contract(List<YamlFile> files) {
        for (YamlFile file : files) {
            for (JsonNode item : file.root) {
                JsonNode from = item.path("route").path("from");
                String uri = from.path("uri").asText();
                if (uri.startsWith(HTTP)) {
                    String path = uri.substring(HTTP.length()).replaceFirst("^//", "");
                    String methods =
                            from.path("parameters").path("httpMethodRestrict").asText(String.join(",", METHODS));
                    for (String method : methods.toLowerCase(Locale.ROOT).split(",")) {
                        served.add(method.strip() + " " + path);
                    }
                }
            }
        }
    }

    List<Finding> check(YamlFile contract) {
        List<Finding> findings = new ArrayList<>();
        contract.root.path("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(operation -> METHODS.contains(operation.getKey()))
                .filter(operation -> !served.contains(operation.getKey() + " " + path.getKey()))
                .forEach(operation -> findings.add(new Finding(
                        contract.path,
                        contract.line(YamlFile.child(YamlFile.child("/paths", path.getKey()), operation.getKey())),
                        "no route answers " + operation.getKey().toUpperCase(Locale.ROOT) + ": one begins with "
                                + HTTP + path.getKey() + " and httpMethodRestrict: "
                                + operation.getKey().toUpperCase(Locale.ROOT)))));
        return findings;
    }
}
