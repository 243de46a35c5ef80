package dev.seamwright.schemadiff.postgres.rls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.schemadiff.postgres.rls.Review.Verdict;
import dev.seamwright.schemadiff.postgres.rls.RlsReview.Question;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is shared on purpose and what is not, and what a review does not know. */
class RlsReviewTest {
    private static final String OWN = "tenant = current_setting('app.tenant', true)";

    @TempDir
    static Path directory = Path.of("");

    static Shadow shadow = Shadow.embedded(directory, Shadow.Limits.DEFAULT);

    @BeforeAll
    static void start() {
        shadow = Shadow.embedded(directory.resolve("shadow"), Shadow.Limits.DEFAULT);
    }

    @AfterAll
    static void stop() {
        shadow.close();
    }

    private static Review review(String schema, String session) {
        return new RlsReview(shadow)
                .review(new Question(
                        Script.parse("roles", "CREATE ROLE owner; CREATE ROLE app LOGIN"),
                        List.of(Script.parse("schema", schema)),
                        "app",
                        Script.parse("session", session)));
    }

    private static Review review(String schema) {
        return review(schema, "SET app.tenant = 'acme'");
    }

    private static String document(String columns, String policies) {
        return """
                CREATE TABLE document (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), tenant text, body text%s);
                CREATE INDEX ON document (tenant);
                ALTER TABLE document OWNER TO owner;
                GRANT SELECT, INSERT, UPDATE, DELETE ON document TO app;
                ALTER TABLE document ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
                %s;
                """.formatted(columns, policies);
    }

    private static List<String> rules(Review review) {
        return review.findings().stream()
                .map(item -> item.finding().level().word() + " "
                        + item.finding().rule().id())
                .toList();
    }

    @Test
    void rows_without_a_tenant_that_no_tenant_can_make_are_shared_on_purpose() {
        var review = review(document("", """
                CREATE POLICY readable ON document FOR SELECT USING (tenant IS NULL OR %1$s);
                CREATE POLICY added ON document FOR INSERT WITH CHECK (%1$s);
                CREATE POLICY removed ON document FOR DELETE USING (%1$s)""".formatted(OWN)));
        assertEquals(Verdict.CLEAN, review.verdict(), review::toString);
        assertTrue(rules(review).contains("safe rls-rows-shared"), review::toString);
    }

    @Test
    void a_tenant_that_may_take_or_remove_what_is_everyones_is_a_leak() {
        // the condition of a policy for all commands holds for UPDATE and DELETE too
        var review = review(document("", """
                CREATE POLICY readable ON document USING (tenant IS NULL OR %1$s) WITH CHECK (%1$s)""".formatted(OWN)));
        assertEquals(Verdict.LEAK, review.verdict(), review::toString);
        assertTrue(rules(review).contains("breaking rls-write-unchecked"), review::toString);
    }

    @Test
    void a_row_that_a_tenant_may_make_without_a_tenant_is_a_leak() {
        var review = review(document("", "CREATE POLICY p ON document USING (tenant IS NULL OR %s)".formatted(OWN)));
        assertEquals(Verdict.LEAK, review.verdict(), review::toString);
        assertTrue(rules(review).contains("breaking rls-null-tenant-shared"), review::toString);
    }

    @Test
    void what_is_the_usual_state_of_a_row_does_not_share_it() {
        for (var leak : List.of(
                document(
                        ", active boolean DEFAULT true",
                        "CREATE POLICY p ON document FOR SELECT USING (active OR %s)".formatted(OWN)),
                document(
                        ", is_public boolean DEFAULT true",
                        "CREATE POLICY p ON document FOR SELECT USING (is_public OR %s)".formatted(OWN)),
                document(
                        ", deleted boolean DEFAULT false",
                        "CREATE POLICY p ON document FOR SELECT USING (NOT deleted OR %s)".formatted(OWN)),
                document(
                        ", status text DEFAULT 'open'",
                        "CREATE POLICY p ON document FOR SELECT USING (status = 'open' OR %s)".formatted(OWN)))) {
            var review = review(leak);
            assertEquals(Verdict.LEAK, review.verdict(), () -> leak + review);
        }
    }

    @Test
    void a_table_of_tenants_whose_ids_are_always_generated_is_filled_like_any_other() {
        var review = review("""
                CREATE TABLE tenant (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL);
                CREATE TABLE document (
                    id bigint GENERATED ALWAYS AS IDENTITY, tenant_id bigint NOT NULL REFERENCES tenant, body text,
                    PRIMARY KEY (tenant_id, id));
                ALTER TABLE tenant OWNER TO owner;
                ALTER TABLE document OWNER TO owner;
                GRANT SELECT, INSERT, UPDATE, DELETE ON document TO app;
                GRANT SELECT ON tenant TO app;
                ALTER TABLE document ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
                ALTER TABLE tenant ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
                CREATE POLICY own ON tenant USING (id = current_setting('app.tenant', true)::bigint);
                CREATE POLICY own ON document USING (tenant_id = current_setting('app.tenant', true)::bigint);
                CREATE VIEW every_document AS SELECT tenant_id, body FROM document;
                GRANT SELECT ON every_document TO app;
                """, "SET app.tenant = '4711'");
        assertTrue(review.coverage().notTried().isEmpty(), review::toString);
        assertEquals(Verdict.LEAK, review.verdict(), review::toString);
        assertTrue(rules(review).contains("breaking rls-definer-view"), review::toString);
    }

    @Test
    void what_is_marked_as_published_is_no_leak_and_what_is_not_stays_hidden() {
        var review = review(document(", visibility text NOT NULL DEFAULT 'private'", """
                INSERT INTO document (tenant, visibility) VALUES ('globex', 'published'), ('globex', 'private');
                CREATE POLICY readable ON document FOR SELECT USING (visibility = 'published' OR %1$s)""".formatted(OWN)));
        assertEquals(Verdict.CLEAN, review.verdict(), review::toString);
        assertTrue(rules(review).contains("safe rls-rows-shared"), review::toString);
    }

    @Test
    void a_notification_that_says_the_same_of_every_row_tells_nothing() {
        var table = document("", "CREATE POLICY p ON document USING (%s)".formatted(OWN));
        var trigger = """
                CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN PERFORM pg_notify('changes', %s); RETURN new; END$$;
                CREATE TRIGGER tell AFTER INSERT ON document FOR EACH ROW EXECUTE FUNCTION tell();
                """;
        assertEquals(
                Verdict.CLEAN,
                review(table + trigger.formatted("'row inserted into document'"))
                        .verdict());
        assertEquals(
                Verdict.LEAK, review(table + trigger.formatted("new.id::text")).verdict());
        assertEquals(
                Verdict.LEAK,
                review(table + trigger.formatted("'tenant ' || new.tenant")).verdict());
        assertEquals(
                Verdict.CLEAN,
                review(table + trigger.formatted("clock_timestamp()::text")).verdict());
    }

    @Test
    void a_channel_with_a_computed_name_is_not_listened_to_and_that_is_said() {
        var review = review(document("", "CREATE POLICY p ON document USING (%s)".formatted(OWN)) + """
                CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS
                    $$BEGIN PERFORM pg_notify('changes_' || new.tenant, new.body); RETURN new; END$$;
                CREATE TRIGGER tell AFTER INSERT ON document FOR EACH ROW EXECUTE FUNCTION tell();
                """);
        assertTrue(
                review.coverage().notTried().stream()
                        .anyMatch(gap -> gap.reason().contains("a channel whose name it computes")),
                review::toString);
    }

    @Test
    void what_the_shadow_cannot_make_is_said() {
        var review = review(document("", "CREATE POLICY p ON document USING (%s)".formatted(OWN)) + """
                CREATE EXTENSION no_such_extension;
                CREATE TABLE place (id int, tenant text, spot no_such_type);
                """);
        assertTrue(
                review.coverage().notTried().stream()
                        .anyMatch(gap -> gap.subject().equals("extension no_such_extension")),
                review::toString);
        assertTrue(
                review.coverage().notTried().stream()
                        .anyMatch(gap -> gap.subject().startsWith("CREATE TABLE place")),
                review::toString);
    }

    @Test
    void a_session_that_leaves_the_identity_to_its_connection_is_unknown() {
        var table = document("", "CREATE POLICY p ON document USING (%s)".formatted(OWN));
        var review = review(table, "SELECT 1");
        assertEquals(Verdict.UNKNOWN, review.verdict(), review::toString);
        assertTrue(
                review.coverage().unknown().getFirst().startsWith("The session does not set app.tenant"),
                review::toString);
        assertEquals(Verdict.CLEAN, review(table, "RESET app.tenant").verdict());
    }
}
