package dev.seamwright.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** Which calls without an idempotency key are sent again: questions that are asked by POST, by the paths that each client has a list of. */
class QuestionsTest {
    private static final Path API = Path.of("../../broker/src/main/openapi/openapi.yaml");
    private static final Pattern LIST = Pattern.compile("QUESTIONS\\s*=\\s*(?:List\\.of)?[(\\[]([^)\\]]*)[)\\]]");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");
    /** Done twice it takes two jobs. */
    private static final Set<String> NEVER_AGAIN = Set.of("claimJob");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../java/src/main/java/dev/seamwright/client/http/Call.java",
                "../typescript/src/client.ts",
                "../python/src/seamwright/calls.py"
            })
    void a_client_repeats_every_question_of_the_api_and_nothing_else(String source) throws IOException {
        var prefixes = prefixes(Files.readString(Path.of(source)));
        var asked = new TreeSet<String>();
        var others = new TreeSet<String>();
        for (var path : paths().properties()) {
            for (var operation : path.getValue().properties()) {
                if (Set.of("post", "put", "patch", "delete").contains(operation.getKey())
                        && !takesKey(path.getValue(), operation.getValue())) {
                    var isRepeated = prefixes.stream().anyMatch(path.getKey()::startsWith);
                    (isRepeated ? asked : others)
                            .add(operation.getValue().path("operationId").asText());
                }
            }
        }
        assertTrue(asked.contains("canIDeploy"), asked::toString);
        assertEquals(NEVER_AGAIN, others, "Operations without Idempotency-Key that the client does not repeat");
        for (var prefix : prefixes) {
            assertTrue(
                    paths().properties().stream().anyMatch(path -> path.getKey().startsWith(prefix)),
                    () -> prefix + " is no path of the API");
            paths().properties().stream()
                    .filter(path -> path.getKey().startsWith(prefix))
                    .forEach(path -> path.getValue().properties().stream()
                            .filter(operation -> operation.getValue().has("operationId"))
                            .forEach(operation -> assertTrue(
                                    Set.of("get", "post").contains(operation.getKey()),
                                    () -> operation.getKey() + " " + path.getKey() + " is repeated, and no question")));
        }
    }

    private static List<String> prefixes(String source) {
        var list = LIST.matcher(source);
        assertTrue(list.find(), "the client's list of questions");
        return QUOTED.matcher(list.group(1))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static JsonNode paths() throws IOException {
        var options = new LoaderOptions();
        options.setCodePointLimit(1 << 24);
        JsonNode document = new ObjectMapper().valueToTree(new Yaml(options).load(Files.readString(API)));
        return document.path("paths");
    }

    private static boolean takesKey(JsonNode path, JsonNode operation) {
        return (path.path("parameters") + "" + operation.path("parameters")).contains("IdempotencyKey");
    }
}
