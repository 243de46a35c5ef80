package dev.seamwright.broker.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.broker.BrokerConfig;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.DatabaseSchemaJson;
import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.contracts.dbschema.Kind;
import dev.seamwright.contracts.dbschema.Origin;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A schema of ten thousand tables with twenty columns: 8 million JSON tokens with all that such tables have. */
@Tag("slow")
class LargeSchemaTest {
    private static final int TABLES = 10_000;
    private static final int COLUMNS = 20;

    private static DatabaseSchema schema() {
        var facts = new ArrayList<Fact>();
        for (int i = 0; i < TABLES; i++) {
            var table = "table_%05d".formatted(i);
            var json = JsonNodeFactory.instance;
            facts.add(Fact.of(
                    new Fact.Key(Kind.TABLE, List.of("public", table)),
                    json.objectNode().put("owner", "app")));
            for (int j = 0; j < COLUMNS; j++) {
                facts.add(Fact.of(
                        new Fact.Key(Kind.COLUMN, List.of("public", table, "column_" + j)),
                        json.objectNode().put("type", "text").put("notNull", true)));
            }
        }
        return new DatabaseSchema(new Origin(180006, "large", null), facts, Map.of(), new TreeMap<>(), new TreeMap<>());
    }

    private static BrokerConfig withLargeBodies(BrokerConfig config) {
        return config.with(config.operations().maxBodyBytes(100L << 20));
    }

    @Test
    void a_schema_of_ten_thousand_tables_is_published_and_read_back() throws Exception {
        var schema = schema();
        var document = new ByteArrayOutputStream();
        DatabaseSchemaJson.write(schema, document);
        var body = JsonNodeFactory.instance.objectNode();
        body.putArray("contracts")
                .addObject()
                .put("kind", "db-schema")
                .put("content", document.toString(StandardCharsets.UTF_8));
        try (var broker = TestBroker.start(LargeSchemaTest::withLargeBodies)) {
            var published = broker.post("/api/v1/participants/large-db/versions/1/contracts", body.toString());
            assertTrue(published.status() < 300, published.body());
            var stored =
                    broker.get("/api/v1/contracts/db-schema/" + schema.hash().hex());
            assertEquals(200, stored.status());
            var read = DatabaseSchemaJson.read(
                    new ByteArrayInputStream(stored.body().getBytes(StandardCharsets.UTF_8)));
            assertEquals(schema.hash(), read.hash());
        }
    }
}
