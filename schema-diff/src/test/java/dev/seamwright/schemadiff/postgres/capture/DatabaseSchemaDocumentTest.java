package dev.seamwright.schemadiff.postgres.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import dev.seamwright.contracts.dbschema.DatabaseSchemaJson;
import dev.seamwright.contracts.dbschema.Kind;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.schemadiff.postgres.server.TestDatabases;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The JSON Schema of a contract says what is written. */
class DatabaseSchemaDocumentTest {
    private static final Path DESCRIPTION = Path.of("../docs/contracts/db-schema.schema.json");

    static Stream<Path> cases() throws IOException {
        try (var folders = Files.list(Path.of("src/test/resources/diff"))) {
            return folders.sorted().toList().stream();
        }
    }

    private static Schema description() throws IOException {
        return SchemaRegistry.withDialect(Dialects.getDraft202012())
                .getSchema(Files.readString(DESCRIPTION), InputFormat.JSON);
    }

    private static List<String> wrong(String document) throws IOException {
        return description().validate(document, InputFormat.JSON).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void what_is_captured_is_a_document_as_described(Path folder) throws Exception {
        try (var connection = TestDatabases.create()) {
            TestDatabases.execute(connection, Files.readString(folder.resolve("after.sql")));
            var written = new ByteArrayOutputStream();
            DatabaseSchemaJson.write(Capture.of(connection), written);
            assertEquals(List.of(), wrong(written.toString(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void every_kind_is_described() throws Exception {
        var kinds = Json.mapper()
                .readTree(DESCRIPTION.toFile())
                .at("/$defs/fact/properties/kind/enum")
                .valueStream()
                .map(kind -> kind.asText())
                .toList();
        assertEquals(Stream.of(Kind.values()).map(Kind::label).toList(), kinds);
    }

    @Test
    void what_no_document_holds_is_refused() throws Exception {
        assertFalse(wrong("{}").isEmpty());
        var fact = """
                {"format": "db-schema/1", "hash": "%s", "origin": {"serverVersion": 180000, "database": "d"},
                 "facts": [{"kind": "column", "identity": ["a", "b", "c"], "payload": {"typo": "integer"}}]}
                """.formatted("0".repeat(64));
        assertEquals(1, wrong(fact).size(), wrong(fact).toString());
        assertEquals(List.of(), wrong(fact.replace("typo", "type")));
    }
}
