package dev.seamwright.broker.impact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.broker.testing.TestDatabase;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.DatabaseSchemaJson;
import dev.seamwright.contracts.dbschema.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What some statements need of a large schema. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExcerptTest {
    private static final String SCHEMA = """
            CREATE TYPE mood AS ENUM ('good', 'bad');
            CREATE DOMAIN percent AS int CHECK (value BETWEEN 0 AND 100);
            CREATE TABLE country (id bigint PRIMARY KEY, capital text);
            CREATE TABLE customer (id bigint PRIMARY KEY, country_id bigint REFERENCES country, mood mood);
            CREATE TABLE basket (id bigint PRIMARY KEY, customer_id bigint REFERENCES customer, share percent);
            CREATE TABLE line (id bigint PRIMARY KEY, basket_id bigint REFERENCES basket ON DELETE CASCADE);
            CREATE TABLE note (id bigint PRIMARY KEY, line_id bigint REFERENCES line);
            CREATE TABLE trail (at timestamptz, what text);
            CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO trail VALUES (now(), 'basket'); RETURN NEW; END $$;
            CREATE TRIGGER keep AFTER INSERT ON basket FOR EACH ROW EXECUTE FUNCTION keep();
            CREATE TABLE event (id bigint, at date NOT NULL) PARTITION BY RANGE (at);
            CREATE TABLE event_2026 PARTITION OF event FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
            CREATE VIEW rich AS SELECT b.id, c.mood FROM basket b JOIN customer c ON c.id = b.customer_id;
            CREATE VIEW richer AS SELECT id FROM rich;
            CREATE SEQUENCE ticket;
            CREATE TABLE queue (id bigint PRIMARY KEY DEFAULT nextval('ticket'));
            CREATE TABLE "odd name" (id bigint PRIMARY KEY);
            """
            + IntStream.range(0, 40)
                    .mapToObj(
                            "CREATE TABLE other_%1$d (id bigint PRIMARY KEY, a text, b text, c text, d text);\n"
                                    ::formatted)
                    .collect(Collectors.joining());

    @SuppressWarnings("NullAway.Init")
    private DatabaseSchema schema;

    @BeforeAll
    void capture() throws IOException {
        schema = DatabaseSchemaJson.read(
                new ByteArrayInputStream(TestDatabase.schemaOf(SCHEMA).getBytes(StandardCharsets.UTF_8)));
    }

    private DatabaseSchema around(String... words) {
        return Excerpt.of(schema, Set.of(words)).orElseThrow();
    }

    private static Set<String> names(DatabaseSchema schema, Kind... kinds) {
        var names = new TreeSet<String>();
        schema.facts().stream()
                .filter(fact -> Set.of(kinds).contains(fact.key().kind()))
                .forEach(fact -> names.add(fact.key().identity().get(1)));
        return names;
    }

    @Test
    void with_a_table_go_its_types_its_triggers_what_they_write_and_both_ends_of_its_foreign_keys() {
        var excerpt = around("basket");
        assertEquals(
                Set.of("basket", "customer", "line", "trail", "odd name"), names(excerpt, Kind.TABLE), "tables of it");
        assertEquals(Set.of("mood", "percent"), names(excerpt, Kind.ENUM, Kind.DOMAIN));
        assertEquals(Set.of("keep()"), names(excerpt, Kind.ROUTINE));
        assertEquals(Set.of(), names(excerpt, Kind.VIEW));
    }

    @Test
    void foreign_keys_lead_one_step_away_and_no_further() {
        var excerpt = around("basket");
        var keys = new TreeSet<String>();
        excerpt.facts().stream()
                .filter(fact -> fact.payload().contains("\"foreign key\""))
                .forEach(fact -> keys.add(fact.key().identity().get(2)));
        assertEquals(Set.of("basket_customer_id_fkey", "line_basket_id_fkey"), keys);
    }

    @Test
    void with_a_view_goes_what_it_reads() {
        var excerpt = around("richer");
        assertEquals(Set.of("rich", "richer"), names(excerpt, Kind.VIEW));
        assertTrue(names(excerpt, Kind.TABLE).containsAll(Set.of("basket", "customer")));
    }

    @Test
    void with_a_partitioned_table_go_its_partitions_and_with_a_default_its_sequence() {
        assertEquals(Set.of("event", "event_2026", "odd name"), names(around("event"), Kind.TABLE));
        assertEquals(Set.of("ticket"), names(around("queue"), Kind.SEQUENCE));
    }

    @Test
    void all_of_it_is_taken_where_most_of_it_is_needed() {
        var named = new TreeSet<>(names(schema, Kind.TABLE));
        assertTrue(Excerpt.of(schema, named).isEmpty());
    }
}
