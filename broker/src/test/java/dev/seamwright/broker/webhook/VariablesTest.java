package dev.seamwright.broker.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.seamwright.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VariablesTest {
    private static final String NASTY = "a\"b\\c\nd & ü/${pactbroker.consumerName}$1";

    private final Variables variables = new Variables(Map.of("consumerVersionBranch", NASTY, "consumerName", "Foo"));

    @Test
    void a_value_is_form_escaped_in_a_url() {
        assertEquals(
                "https://x/?b=a%22b%5Cc%0Ad+%26+%C3%BC%2F%24%7Bpactbroker.consumerName%7D%241&c=Foo",
                variables.url("https://x/?b=${pactbroker.consumerVersionBranch}&c=${pactbroker.consumerName}"));
    }

    @Test
    void a_value_in_a_json_body_stays_one_string() {
        var body = variables.body(
                json("{\"${pactbroker.consumerName}\": [\"<${pactbroker.consumerVersionBranch}>\", 1]}"));
        assertEquals("<" + NASTY + ">", json(body).get("Foo").get(0).textValue());
    }

    @Test
    void a_text_that_holds_json_is_escaped_as_json_and_keeps_its_form() {
        var body = variables.body(TextNode.valueOf("{ \"a\":\"${pactbroker.consumerVersionBranch}\" }"));
        assertEquals(NASTY, json(body).get("a").textValue());
        assertTrue(body.startsWith("{ \"a\":"));
    }

    @Test
    void a_value_in_any_other_body_is_put_in_as_it_is() {
        assertEquals(
                "<x>" + NASTY + "</x>", variables.body(TextNode.valueOf("<x>${pactbroker.consumerVersionBranch}</x>")));
    }

    @Test
    void a_value_cannot_end_a_header() {
        var hostile = new Variables(Map.of("consumerVersionBranch", "a\r\nX-Evil: 1\u0000\u0085\u2028b"));
        assertEquals("a X-Evil: 1 b", hostile.header("${pactbroker.consumerVersionBranch}"));
    }

    @Test
    void a_variable_without_a_value_is_empty_and_an_unknown_one_stays() {
        assertEquals(
                "[] ${pactbroker.nothing} ${other}",
                variables.body(TextNode.valueOf("[${pactbroker.providerName}] ${pactbroker.nothing} ${other}")));
        assertFalse(Variables.isJson(TextNode.valueOf("[x")));
    }

    private static com.fasterxml.jackson.databind.JsonNode json(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
