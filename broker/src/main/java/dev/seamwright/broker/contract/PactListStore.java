package dev.seamwright.broker.contract;

import dev.seamwright.broker.contract.PactSet.Line;
import dev.seamwright.broker.db.Values;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Several pacts at once, each time in one statement. */
final class PactListStore {
    private static final String SIDES = " AND (CAST(:consumer AS bigint) IS NULL OR %s = :consumer)"
            + " AND (CAST(:provider AS bigint) IS NULL OR %s = :provider)";
    private static final String EACH = "FROM publication pub WHERE pub.kind = 'pact'"
            + SIDES.formatted("pub.participant_id", "pub.provider_id") + "%s";
    private static final String NEWEST_OF_EACH = """
            FROM seam s CROSS JOIN LATERAL (
                     SELECT pub.* FROM publication pub
                      WHERE pub.participant_id = s.consumer_id AND pub.provider_id = s.provider_id AND pub.kind = 'pact' %s
                      ORDER BY pub.version_id DESC LIMIT 1) pub
             WHERE s.kind = 'pact'
            """ + SIDES.formatted("s.consumer_id", "s.provider_id");
    private static final String LIST = """
            SELECT c.name, p.name, v.number, ct.pact_sha, pub.created_at
              FROM (SELECT pub.* %s) pub
              JOIN participant c ON c.participant_id = pub.participant_id
              JOIN participant p ON p.participant_id = pub.provider_id
              JOIN version v ON v.version_id = pub.version_id
              JOIN content ct ON ct.content_id = pub.content_id
             ORDER BY c.name, p.name, pub.version_id DESC
            """;
    private static final String BODIES = """
            SELECT c.name, ct.body
              FROM (SELECT DISTINCT pub.participant_id, pub.content_id %s) pub
              JOIN participant c ON c.participant_id = pub.participant_id
              JOIN content ct ON ct.content_id = pub.content_id
             ORDER BY c.name, ct.content_id
            """;
    private static final String DELETE = """
            DELETE FROM publication pub
             WHERE pub.kind = 'pact' AND pub.participant_id = :consumer AND pub.provider_id = :provider %s
            """;
    private static final String NEWEST = """
             AND pub.version_id = (
                    SELECT pub.version_id FROM publication pub
                     WHERE pub.kind = 'pact' AND pub.participant_id = :consumer AND pub.provider_id = :provider %s
                     ORDER BY pub.version_id DESC LIMIT 1)
            """;

    private PactListStore() {}

    /** A document, and whose it is. */
    record ConsumerBody(ParticipantName consumer, PublishedPact.Body body) {}

    /**
     * The pacts by consumer, provider and version, the newest first.
     *
     * @param consumer null: any
     * @param provider null: any
     */
    static List<ListedPact> list(Handle handle, @Nullable Long consumer, @Nullable Long provider, PactSet set) {
        var query = handle.createQuery(LIST.formatted(from(set)));
        return bind(query, consumer, provider, set.line())
                .map(PactListStore::listed)
                .list();
    }

    /** The different documents of each consumer. */
    static List<ConsumerBody> bodies(Handle handle, long provider, PactSet set) {
        var query = handle.createQuery(BODIES.formatted(from(set)));
        return bind(query, null, provider, set.line())
                .map((row, ctx) -> new ConsumerBody(
                        new ParticipantName(row.getString(1)), new PublishedPact.Body(row.getBytes(2))))
                .list();
    }

    /** How many publications are gone now. */
    static int delete(Handle handle, long consumer, long provider, PactSet set) {
        var condition = condition(set.line());
        var update = handle.createUpdate(DELETE.formatted(set.latest() ? NEWEST.formatted(condition) : condition));
        return bind(update, consumer, provider, set.line()).execute();
    }

    private static String from(PactSet set) {
        return (set.latest() ? NEWEST_OF_EACH : EACH).formatted(condition(set.line()));
    }

    private static String condition(Line line) {
        return switch (line) {
            case Line.Any l -> "";
            case Line.OfVersion l ->
                " AND pub.version_id = (SELECT v.version_id FROM version v"
                        + " WHERE v.participant_id = pub.participant_id AND v.number = :line)";
            case Line.Tagged l ->
                " AND EXISTS (SELECT FROM tag t WHERE t.version_id = pub.version_id AND t.name = :line)";
            case Line.OnBranch l -> onBranch(":line");
            case Line.OnMainBranch l ->
                onBranch("(SELECT m.main_branch FROM participant m WHERE m.participant_id = pub.participant_id)");
            case Line.In l -> """
                     AND pub.version_id IN (
                            SELECT d.version_id FROM deployment d
                             WHERE d.environment_id = :line AND d.participant_id = pub.participant_id AND d.ended_at IS NULL
                             UNION ALL
                            SELECT r.version_id FROM release r
                             WHERE r.environment_id = :line AND r.participant_id = pub.participant_id AND r.support_ended_at IS NULL)
                    """;
        };
    }

    private static String onBranch(String name) {
        return " AND EXISTS (SELECT FROM branch b JOIN branch_version bv USING (branch_id)"
                + " WHERE b.participant_id = pub.participant_id AND b.name = " + name
                + " AND bv.version_id = pub.version_id)";
    }

    private static <S extends SqlStatement<S>> S bind(
            S statement, @Nullable Long consumer, @Nullable Long provider, Line line) {
        statement.bind("consumer", consumer).bind("provider", provider);
        return switch (line) {
            case Line.Any l -> statement;
            case Line.OnMainBranch l -> statement;
            case Line.OfVersion l -> statement.bind("line", l.number());
            case Line.Tagged l -> statement.bind("line", l.tag());
            case Line.OnBranch l -> statement.bind("line", l.branch());
            case Line.In l -> statement.bind("line", l.environment());
        };
    }

    private static ListedPact listed(ResultSet row, StatementContext ctx) throws SQLException {
        return new ListedPact(
                new ParticipantName(row.getString(1)),
                new ParticipantName(row.getString(2)),
                new VersionNumber(row.getString(3)),
                row.getString(4),
                Objects.requireNonNull(Values.instant(row, 5)));
    }
}
