package dev.seamwright.schemadiff.postgres.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.DatabaseSchemaJson;
import dev.seamwright.schemadiff.postgres.server.TestDatabases;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseSchemaJsonTest {
    private static final String EMPTY = """
            {"format":"db-schema/1","hash":"%s","origin":{"serverVersion":180000,"database":"d"},"facts":[%s]}""";

    @Test
    void what_was_written_is_read_back() throws Exception {
        try (var connection = TestDatabases.create()) {
            TestDatabases.execute(connection, """
                    CREATE EXTENSION citext;
                    CREATE TABLE "Ünï ""t"" x" (a int DEFAULT 1, b citext COMPRESSION pglz);
                    COMMENT ON COLUMN "Ünï ""t"" x".a IS E'line\\n"quoted" \\\\ \\U0001F600';
                    SELECT lo_create(0)
                    """);
            var schema = Capture.of(connection);
            var written = write(schema);
            var read = read(written);
            assertEquals(schema.hash(), read.hash());
            assertEquals(schema.facts(), read.facts());
            assertEquals(schema.origin(), read.origin());
            assertEquals(schema.objectIds(), read.objectIds());
            assertEquals(1, read.unmodelled().get("large object"));
            assertEquals(schema.unmodelled(), read.unmodelled());
            assertTrue(read.extensionMembers().containsKey("citext"));
            assertEquals(schema.extensionMembers(), read.extensionMembers());
            assertArrayEquals(written, write(read));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            []                                                    | must be an object
            {"format":"db-schema/2"}                              | /format
            {"format":"db-schema/1"}                              | /origin
            {"format":"db-schema/1","format":"db-schema/1"}       | Duplicate
            {"format":"db-schema/1","more":1}                     | /more
            {"format"                                             | is not acceptable JSON
            {"facts":{}}                                          | /facts
            {"facts":[{"kind":"tabel","identity":["a","b"]}]}     | /facts/0/kind
            {"facts":[{"kind":"table","identity":["a"]}]}         | /facts/0/identity
            {"facts":[{"kind":"table","identity":["a",1]}]}       | /facts/0/identity
            {"facts":[{"kind":"table","identity":["a","b"]}]}     | /facts/0/payload
            {"unmodelled":{"x":"y"}}                              | /unmodelled/x
            """)
    void anything_else_is_refused_with_its_place(String document, String place) {
        var refusal = assertThrows(InvalidInput.class, () -> read(document.getBytes(StandardCharsets.UTF_8)));
        assertTrue(refusal.toString().contains(place), refusal.toString());
    }

    @Test
    void a_hash_that_is_not_of_the_facts_and_a_fact_said_twice_are_refused() {
        var fact = "{\"kind\":\"schema\",\"identity\":[\"a\"],\"payload\":{}}";
        var wrongHash = EMPTY.formatted("0".repeat(64), fact).getBytes(StandardCharsets.UTF_8);
        var refusal = assertThrows(InvalidInput.class, () -> read(wrongHash));
        assertTrue(refusal.toString().contains("/hash"), refusal.toString());
        var twice = EMPTY.formatted("0".repeat(64), fact + "," + fact).getBytes(StandardCharsets.UTF_8);
        refusal = assertThrows(InvalidInput.class, () -> read(twice));
        assertTrue(refusal.toString().contains("two facts"), refusal.toString());
    }

    private static byte[] write(DatabaseSchema schema) throws IOException {
        var out = new ByteArrayOutputStream();
        DatabaseSchemaJson.write(schema, out);
        return out.toByteArray();
    }

    private static DatabaseSchema read(byte[] document) throws IOException {
        return DatabaseSchemaJson.read(new ByteArrayInputStream(document));
    }
}
