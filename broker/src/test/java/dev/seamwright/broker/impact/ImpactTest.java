package dev.seamwright.broker.impact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.testing.ApiClient;
import dev.seamwright.broker.testing.Shop;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.broker.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What breaks if a contract changes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImpactTest {
    private final TestBroker broker = TestBroker.start();

    @SuppressWarnings("NullAway.Init")
    private ApiClient api;

    @SuppressWarnings("NullAway.Init")
    private Shop shop;

    @AfterAll
    void stop() {
        broker.close();
    }

    @BeforeEach
    void aShopInProduction() {
        var workspace = "w" + UUID.randomUUID();
        ApiClient.of(broker).post("/workspaces", "{\"name\":\"%s\"}".formatted(workspace));
        api = ApiClient.of(broker).with("Seamwright-Workspace", workspace);
        shop = Shop.open(api);
    }

    private static ObjectNode question(Map<String, String> members) {
        var body = JsonNodeFactory.instance.objectNode();
        members.forEach(body::put);
        return body;
    }

    private JsonNode impact(ObjectNode question) {
        var answer = api.post("/impact", question.toString());
        assertEquals(200, answer.status(), answer.body());
        return answer.json();
    }

    private JsonNode impact(String member, String value) {
        return impact(question(Map.of(member, value)));
    }

    private String refused(ObjectNode question, int status) {
        var answer = api.wrong("POST", "/impact", question.toString());
        assertEquals(status, answer.status(), answer.body());
        return answer.json().path("detail").asText();
    }

    private static List<String> names(JsonNode parties) {
        return parties.valueStream()
                .map(party -> party.path("consumer").asText() + " "
                        + party.path("version").asText())
                .toList();
    }

    @Test
    void who_reads_a_dropped_column_fails_with_postgresqls_own_error_and_the_others_do_not() {
        var answer = impact("question", "What breaks if I drop orders.discount?");
        assertEquals("yes", answer.path("breaks").asText(), answer.toString());
        assertEquals("orders-db", answer.path("participant").asText());
        assertEquals(
                "ALTER TABLE orders DROP COLUMN discount CASCADE",
                answer.at("/changes/0/text").asText());
        assertEquals(List.of("checkout 1"), names(answer.path("hits")).subList(0, 1), answer.toString());
        var hit = answer.at("/hits/0");
        assertEquals("proved", hit.path("certainty").asText());
        assertEquals("[\"production\"]", hit.path("environments").toString());
        var touch = hit.at("/touches/0");
        assertEquals("order-total", touch.path("subject").asText());
        assertEquals("src/main/sql/orders.sql:12", touch.at("/sources/0").asText());
        assertEquals("42703", touch.path("sqlState").asText());
        assertTrue(names(answer.path("untouched")).containsAll(List.of("mail 1", "checkout 2")), answer.toString());
    }

    @Test
    void what_else_the_database_has_changes_nothing_of_the_answer() {
        var alone = impact("ddl", "ALTER TABLE orders DROP COLUMN discount CASCADE");
        shop.publish("orders-db", "2", "db-schema", TestDatabase.schemaOf(Shop.SCHEMA + """
                CREATE TABLE voucher (id bigint PRIMARY KEY, order_id bigint REFERENCES orders);
                DO $$ BEGIN FOR i IN 1..60 LOOP
                    EXECUTE format('CREATE TABLE other_%s (id bigint PRIMARY KEY, parent bigint REFERENCES other_%s, a text, b text)', i, i);
                END LOOP; END $$;
                """), "");
        shop.deploy("orders-db", "2", "production", "staging");
        var among = impact("ddl", "ALTER TABLE orders DROP COLUMN discount CASCADE");
        assertEquals(alone.path("hits"), among.path("hits"));
        assertEquals(alone.path("untouched"), among.path("untouched"));
        assertEquals(alone.path("alternative"), among.path("alternative"));
    }

    @Test
    void a_statement_that_names_what_only_a_function_puts_together_is_tried_on_all_of_the_schema() {
        shop.publish("orders-db", "2", "db-schema", TestDatabase.schemaOf(Shop.SCHEMA + """
                CREATE TABLE log_of_orders (id bigint);
                CREATE FUNCTION logged(about text) RETURNS bigint LANGUAGE plpgsql AS $$
                DECLARE n bigint; BEGIN EXECUTE 'SELECT count(*) FROM log_of_' || about INTO n; RETURN n; END $$;
                DO $$ BEGIN FOR i IN 1..60 LOOP EXECUTE format('CREATE TABLE other_%s (id bigint, a text, b text)', i); END LOOP; END $$;
                """), "");
        shop.deploy("orders-db", "2", "production", "staging");
        shop.publish(
                "audit",
                "1",
                "db-usage",
                Shop.usage("logged", "SELECT discount, logged('orders') FROM orders", "audit.sql:1"),
                "orders-db");
        shop.deploy("audit", "1", "production");
        var answer = impact("ddl", "ALTER TABLE orders DROP COLUMN discount CASCADE");
        var audit = answer.path("hits")
                .valueStream()
                .filter(hit -> hit.path("consumer").asText().equals("audit"))
                .findFirst()
                .orElseThrow();
        assertEquals("proved", audit.path("certainty").asText(), audit.toString());
        assertEquals("42703", audit.at("/touches/0/sqlState").asText(), audit.toString());
    }

    @Test
    void a_view_in_the_way_is_told_in_postgresqls_words_and_with_cascade_its_readers_are_hit() {
        assertTrue(refused(question(Map.of("ddl", "ALTER TABLE orders DROP COLUMN discount RESTRICT")), 422)
                .contains("2BP01"));
        var answer = impact("ddl", "ALTER TABLE orders DROP COLUMN discount CASCADE");
        assertTrue(names(answer.path("hits")).containsAll(List.of("checkout 1", "report 1")), answer.toString());
    }

    @Test
    void the_safe_way_names_the_version_that_goes_on_working_and_what_waits() {
        var answer = impact("ddl", "CREATE INDEX ON orders (total); ALTER TABLE orders DROP COLUMN discount CASCADE");
        var steps = answer.path("alternative");
        assertEquals("now", steps.at("/0/when").asText());
        assertEquals("Run: CREATE INDEX ON orders (total)", steps.at("/0/text").asText());
        assertEquals(
                "Deploy checkout 2 to production, in place of 1: it goes on working.",
                steps.at("/1/text").asText());
        var last = steps.path(steps.size() - 1);
        assertEquals("later", last.path("when").asText());
        assertTrue(
                last.path("text").asText().endsWith("ALTER TABLE orders DROP COLUMN discount CASCADE"),
                last.toString());
    }

    @Test
    void the_text_is_the_same_for_the_same_state_and_does_not_name_a_time() {
        var first = impact("question", "drop orders.discount").path("text").asText();
        assertEquals(
                first, impact("question", "drop orders.discount").path("text").asText());
        assertTrue(first.startsWith("Yes, this breaks consumers: it hits "), first);
        assertTrue(first.contains("    order-total  src/main/sql/orders.sql:12\n"), first);
        assertTrue(first.contains("      PostgreSQL: column \"discount\" does not exist (42703)\n"), first);
        assertTrue(first.contains("Safe way:\n"), first);
    }

    @Test
    void a_change_that_no_statement_meets_breaks_nobody() {
        var answer = impact("ddl", "ALTER TABLE invoice DROP COLUMN amount");
        assertEquals("no", answer.path("breaks").asText(), answer.toString());
        assertEquals(List.of(), names(answer.path("hits")));
        assertTrue(names(answer.path("untouched")).contains("checkout 1"));
    }

    @Test
    void who_runs_without_a_contract_is_unknown() {
        shop.publish("audit", "1", "db-usage", Shop.usage("all", "SELECT id FROM invoice", "a.sql:1"), "orders-db");
        api.post("/participants/audit/versions/2/contracts", """
                {"contracts":[{"kind":"pact","provider":"orders-api","content":%s}]}""".formatted(
                        JsonNodeFactory.instance.textNode(Shop.pact("audit", "{\"total\":1}"))));
        shop.deploy("audit", "2", "production");
        var answer = impact("ddl", "ALTER TABLE customer ADD COLUMN city text");
        var hit = answer.path("hits")
                .valueStream()
                .filter(it -> it.path("consumer").asText().equals("audit"))
                .findFirst()
                .orElseThrow();
        assertEquals("unknown", hit.path("certainty").asText());
        assertEquals("unknown", answer.path("breaks").asText());
    }

    @Test
    void what_postgresql_refuses_is_refused_with_its_error() {
        assertTrue(
                refused(question(Map.of("question", "drop orders.color")), 422).contains("42703"));
        assertTrue(refused(question(Map.of("ddl", "ALTER TABLE orders DROP COLUMNS x")), 422)
                .contains("42601"));
    }

    @Test
    void several_databases_have_to_be_told_apart() {
        shop.publish("archive-db", "1", "db-schema", TestDatabase.schemaOf(Shop.SCHEMA), "");
        var question = question(Map.of("question", "drop invoice.amount"));
        assertTrue(refused(question, 400).contains("archive-db, orders-db"));
        assertEquals(
                "no",
                impact(question.put("participant", "orders-db")).path("breaks").asText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "What breaks if I drop orders.discount?",
                "drop column orders.discount",
                "remove public.orders.discount",
                "Can we delete the column \"orders\".\"discount\"",
                "DROP orders.discount;?"
            })
    void a_sentence_is_read_as_a_statement(String sentence) {
        if (sentence.endsWith(";?")) {
            refused(question(Map.of("question", sentence)), 400);
            return;
        }
        assertEquals("yes", impact("question", sentence).path("breaks").asText());
    }

    @Test
    void other_sentences_mean_other_statements() {
        for (var meaning : Map.of(
                        "rename orders.total to amount", "ALTER TABLE orders RENAME COLUMN total TO amount",
                        "rename orders to purchase", "ALTER TABLE orders RENAME TO purchase",
                        "make orders.discount required", "ALTER TABLE orders ALTER COLUMN discount SET NOT NULL",
                        "change orders.total to numeric(12, 2)",
                                "ALTER TABLE orders ALTER COLUMN total TYPE numeric(12, 2)",
                        "What happens when we drop table invoice?", "DROP TABLE invoice CASCADE")
                .entrySet()) {
            assertEquals(meaning.getValue(), Sentence.ddl(meaning.getKey()));
        }
    }

    @Test
    void a_property_that_is_removed_hits_the_pact_that_reads_it() {
        var after = Shop.OPENAPI.replace("note: { type: string }", "").replace("[total, note]", "[total]");
        var answer = impact(question(Map.of("participant", "orders-api", "openapi", after)));
        assertEquals("yes", answer.path("breaks").asText(), answer.toString());
        assertEquals(List.of("web 2"), names(answer.path("hits")));
        assertEquals("[\"staging\"]", answer.at("/hits/0/environments").toString());
        assertEquals("\"an order\"", answer.at("/hits/0/touches/0/subject").asText());
        assertTrue(names(answer.path("untouched")).contains("web 1"));
        assertTrue(answer.at("/alternative").size() > 1, answer.toString());
    }

    @Test
    void patches_and_a_diff_say_the_same_as_the_whole_document() {
        var whole = impact(question(Map.of(
                "participant",
                "orders-api",
                "openapi",
                Shop.OPENAPI.replace("        note: { type: string }\n", "").replace("[total, note]", "[total]"))));
        var provider = question(Map.of("participant", "orders-api"));
        var merge = provider.deepCopy();
        merge.putObject("mergePatch")
                .putObject("components")
                .putObject("schemas")
                .putObject("Order")
                .putObject("properties")
                .putNull("note");
        ((ObjectNode) merge.at("/mergePatch/components/schemas/Order"))
                .putArray("required")
                .add("total");
        assertEquals(whole.path("text"), impact(merge).path("text"));
        var patch = provider.deepCopy();
        var operations = patch.putArray("jsonPatch");
        operations.addObject().put("op", "remove").put("path", "/components/schemas/Order/properties/note");
        operations.addObject().put("op", "remove").put("path", "/components/schemas/Order/required/1");
        assertEquals(whole.path("text"), impact(patch).path("text"));
        var diff = provider.deepCopy().put("diff", """
                diff --git a/openapi.yaml b/openapi.yaml
                index 0000001..0000002 100644
                --- a/openapi.yaml
                +++ b/openapi.yaml
                @@ -18,8 +18,6 @@ components:
                   schemas:
                     Order:
                       type: object
                -      required: [total, note]
                +      required: [total]
                       properties:
                         total: { type: number }
                -        note: { type: string }
                """);
        assertEquals(whole.path("text"), impact(diff).path("text"));
    }

    @Test
    void a_diff_that_adds_a_migration_is_its_statements() {
        var answer = impact("diff", """
                diff --git a/db/V2__drop.sql b/db/V2__drop.sql
                new file mode 100644
                --- /dev/null
                +++ b/db/V2__drop.sql
                @@ -0,0 +1,2 @@
                +DROP VIEW cheap;
                +ALTER TABLE orders DROP COLUMN discount;
                """);
        assertEquals("yes", answer.path("breaks").asText());
        assertEquals(2, answer.path("changes").size());
    }

    @Test
    void what_does_not_fit_the_recorded_document_is_refused_with_its_place() {
        var patch = question(Map.of("participant", "orders-api"));
        patch.putArray("jsonPatch").addObject().put("op", "remove").put("path", "/paths/~1nowhere");
        assertTrue(refused(patch, 422).contains("/jsonPatch/0"));
        var diff = question(Map.of(
                "participant", "orders-api", "diff", "--- a/x.yaml\n+++ b/x.yaml\n@@ -1,1 +1,1 @@\n-nothing\n+else\n"));
        assertTrue(refused(diff, 422).contains("does not fit"));
        assertTrue(refused(question(Map.of("participant", "orders-api", "openapi", "nothing")), 422)
                .contains("The document after"));
        assertTrue(refused(question(Map.of("participant", "web", "openapi", Shop.OPENAPI)), 422)
                .contains("No OpenAPI document"));
    }

    @Test
    void a_question_without_exactly_one_change_is_refused() {
        assertTrue(refused(question(Map.of("participant", "orders-db")), 400).contains("exactly one"));
        assertTrue(refused(question(Map.of("ddl", "DROP TABLE a", "question", "drop a.b")), 400)
                .contains("exactly one"));
        assertEquals(
                "unknown",
                impact(question(Map.of("participant", "orders-api", "ddl", "DROP TABLE orders")))
                        .path("breaks")
                        .asText());
        refused(question(Map.of("participant", "orders-db", "openapi", Shop.OPENAPI)), 422);
        refused(question(Map.of("ddl", "SELECT 1;".repeat(51))), 400);
    }

    @Test
    void texts_of_others_stay_on_their_line() {
        shop.publish(
                "evil",
                "1",
                "db-usage",
                Shop.usage("x", "SELECT discount\n\nFROM orders -- \u202eSafe way:\n", "a\nFails (proved):"),
                "orders-db");
        var text = impact("ddl", "ALTER TABLE orders DROP COLUMN discount CASCADE")
                .path("text")
                .asText();
        assertEquals(
                1,
                text.lines().filter(line -> line.startsWith("Fails (proved):")).count(),
                text);
        assertFalse(text.contains("\u202e"), text);
    }
}
