package dev.seamwright.broker.contract;

import dev.seamwright.broker.db.Values;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.contracts.VersionNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** What versions published. */
final class PublicationStore {
    // publications and seams in one round trip; sorted, so that concurrent publishes lock in one order
    private static final String RECORD = """
            WITH given AS (
                SELECT provider_id, content_id
                  FROM unnest(:providers, :contents) AS g (provider_id, content_id) ORDER BY provider_id),
            seams AS (
                INSERT INTO seam (consumer_id, provider_id, kind, created_at)
                SELECT :participant, provider_id, :kind, :now FROM given
                ON CONFLICT DO NOTHING)
            INSERT INTO publication (version_id, kind, provider_id, participant_id, content_id, created_at, updated_at)
            SELECT :version, :kind, provider_id, :participant, content_id, :now, :now FROM given
            ON CONFLICT (workspace_id, version_id, kind, provider_id) DO UPDATE
                SET content_id = EXCLUDED.content_id, revision = publication.revision + 1, updated_at = EXCLUDED.updated_at
                WHERE publication.content_id <> EXCLUDED.content_id
            """;

    private static final String CONTENT_OF_VERSION = """
            SELECT pub.provider_id, pub.content_id, ct.sha256
              FROM publication pub JOIN content ct USING (content_id)
             WHERE pub.version_id = ? AND pub.kind = ?
            """;

    private static final String PACT = """
            SELECT c.participant_id, c.name, p.participant_id, p.name, v.version_id, v.number,
                   ct.content_id, ct.pact_sha, pub.revision, pub.created_at, ct.body
              FROM participant c
              JOIN participant p ON p.name = :provider
              JOIN %s pub ON pub.participant_id = c.participant_id AND pub.provider_id = p.participant_id AND pub.kind = 'pact'
              JOIN version v ON v.version_id = pub.version_id
              JOIN content ct ON ct.content_id = pub.content_id
             WHERE c.name = :consumer
            """;
    private static final String NEWEST = " ORDER BY pub.version_id DESC LIMIT 1";
    // The pair's publications are read newest first, until one matches, and only that one is joined with the rest.
    private static final String NEWEST_OF_PAIR = """
            LATERAL (SELECT * FROM publication n
                      WHERE n.participant_id = c.participant_id AND n.provider_id = p.participant_id AND n.kind = 'pact' %s
                      ORDER BY n.version_id DESC LIMIT 1)
            """;

    private PublicationStore() {}

    /** A content that is known by its id. */
    record Stored(long contentId, Sha256 sha256) {}

    /** Contents that a version has published already, by provider. */
    static Map<Long, Stored> contents(Handle handle, long versionId, String kind) {
        var found = new HashMap<Long, Stored>();
        handle.createQuery(CONTENT_OF_VERSION)
                .bind(0, versionId)
                .bind(1, kind)
                .map((row, ctx) -> Map.entry(row.getLong(1), new Stored(row.getLong(2), Sha256.of(row.getBytes(3)))))
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }

    static void record(
            Handle handle, String kind, long participantId, long versionId, Map<Long, Long> contents, Instant now) {
        var providers = contents.keySet().toArray(Long[]::new);
        var ids = contents.values().toArray(Long[]::new); // in the order of the keys
        handle.createUpdate(RECORD)
                .bind("providers", providers)
                .bind("contents", ids)
                .bind("participant", participantId)
                .bind("version", versionId)
                .bind("kind", kind)
                .bind("now", now)
                .execute();
    }

    static Optional<PublishedPact> pact(
            Handle handle, ParticipantName consumer, ParticipantName provider, PactSelector selector) {
        var sql = switch (selector) {
            case PactSelector.OfVersion s -> each(" AND v.participant_id = c.participant_id AND v.number = :arg");
            case PactSelector.OfContent s ->
                each(" AND ct.pact_sha = :arg AND ct.consumer_id = c.participant_id"
                        + " AND ct.provider_id = p.participant_id AND ct.kind = 'pact'" + NEWEST);
            case PactSelector.Latest s -> newest("");
            case PactSelector.LatestTagged s ->
                newest("AND EXISTS (SELECT FROM tag t WHERE t.version_id = n.version_id AND t.name = :arg)");
            case PactSelector.LatestUntagged s ->
                newest("AND NOT EXISTS (SELECT FROM tag t WHERE t.version_id = n.version_id)");
            case PactSelector.LatestOnBranch s -> newestOnBranch(":arg");
            case PactSelector.LatestOnMainBranch s -> newestOnBranch("c.main_branch");
            case PactSelector.PreviousDistinct s -> each("""
                             AND pub.version_id < (SELECT own.version_id FROM version own
                                                    WHERE own.participant_id = c.participant_id AND own.number = :arg)
                             AND pub.content_id <> (SELECT mine.content_id FROM publication mine
                                                      JOIN version own ON own.version_id = mine.version_id
                                                     WHERE own.participant_id = c.participant_id AND own.number = :arg
                                                       AND mine.kind = 'pact' AND mine.provider_id = p.participant_id)
                            """ + NEWEST);
        };
        var query = handle.createQuery(sql).bind("consumer", consumer).bind("provider", provider);
        switch (selector) {
            case PactSelector.OfVersion s -> query.bind("arg", s.number());
            case PactSelector.OfContent s -> query.bind("arg", s.sha());
            case PactSelector.LatestTagged s -> query.bind("arg", s.tag());
            case PactSelector.LatestOnBranch s -> query.bind("arg", s.branch());
            case PactSelector.PreviousDistinct s -> query.bind("arg", s.number());
            case PactSelector.Latest s -> {}
            case PactSelector.LatestUntagged s -> {}
            case PactSelector.LatestOnMainBranch s -> {}
        }
        return query.map(PublicationStore::map).findOne();
    }

    private static String each(String condition) {
        return PACT.formatted("publication") + condition;
    }

    private static String newest(String condition) {
        return PACT.formatted(NEWEST_OF_PAIR.formatted(condition));
    }

    private static String newestOnBranch(String name) {
        return newest("AND EXISTS (SELECT FROM branch b JOIN branch_version bv USING (branch_id)"
                + " WHERE b.participant_id = c.participant_id AND b.name = " + name
                + " AND bv.version_id = n.version_id)");
    }

    private static PublishedPact map(ResultSet row, StatementContext ctx) throws SQLException {
        return new PublishedPact(
                row.getLong(1),
                new ParticipantName(row.getString(2)),
                row.getLong(3),
                new ParticipantName(row.getString(4)),
                row.getLong(5),
                new VersionNumber(row.getString(6)),
                row.getLong(7),
                row.getString(8),
                row.getInt(9),
                Objects.requireNonNull(Values.instant(row, 10)),
                new PublishedPact.Body(row.getBytes(11)));
    }
}
