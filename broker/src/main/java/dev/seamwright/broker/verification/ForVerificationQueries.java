package dev.seamwright.broker.verification;

import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.participant.Participant;
import dev.seamwright.broker.verification.PactsForVerification.Line;
import dev.seamwright.broker.verification.PactsForVerification.Row;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.statement.StatementContext;

/** The SQL behind pacts for verification: all selectors in one statement, whose cost depends on the consumers, not on history. */
final class ForVerificationQueries {
    private ForVerificationQueries() {}

    private static final String BRANCH_HEAD = """
            SELECT %d AS selector, %s AS fallback, %s AS reason, b.participant_id, b.head_version_id AS version_id
              FROM seam s JOIN participant c ON c.participant_id = s.consumer_id
              JOIN branch b ON b.participant_id = c.participant_id AND %s
             WHERE s.provider_id = :provider AND s.kind = 'pact' AND %s
            """;
    private static final String TAG_HEAD = """
            SELECT %d, %s, %s, c.participant_id, head.version_id
              FROM seam s JOIN participant c ON c.participant_id = s.consumer_id
              CROSS JOIN LATERAL (SELECT t.version_id FROM tag t WHERE t.participant_id = c.participant_id AND t.name = :%s
                                   ORDER BY t.version_id DESC LIMIT 1) head
             WHERE s.provider_id = :provider AND s.kind = 'pact' AND %s
            """;
    private static final String TAGGED = """
            SELECT %d, false, %s, c.participant_id, t.version_id
              FROM seam s JOIN participant c ON c.participant_id = s.consumer_id
              JOIN tag t ON t.participant_id = c.participant_id AND t.name = :%s
             WHERE s.provider_id = :provider AND s.kind = 'pact' AND %s
            """;
    private static final String LATEST = """
            SELECT %d, false, %s, c.participant_id, newest.version_id
              FROM seam s JOIN participant c ON c.participant_id = s.consumer_id
              CROSS JOIN LATERAL (SELECT p.version_id FROM publication p
                                   WHERE p.participant_id = c.participant_id AND p.provider_id = :provider AND p.kind = 'pact'
                                   ORDER BY p.version_id DESC LIMIT 1) newest
             WHERE s.provider_id = :provider AND s.kind = 'pact' AND %s
            """;
    private static final String DEPLOYED = """
            SELECT %d, false, 'deployed in environment ''' || e.name || '''', c.participant_id, d.version_id
              FROM seam s JOIN participant c ON c.participant_id = s.consumer_id
              JOIN deployment d ON d.participant_id = c.participant_id AND d.ended_at IS NULL
              JOIN environment e ON e.environment_id = d.environment_id AND %s
             WHERE s.provider_id = :provider AND s.kind = 'pact' AND %s
            """;
    private static final String RELEASED = """
            SELECT %d, false, 'released in environment ''' || e.name || '''', c.participant_id, r.version_id
              FROM seam s JOIN participant c ON c.participant_id = s.consumer_id
              JOIN release r ON r.participant_id = c.participant_id AND r.support_ended_at IS NULL
              JOIN environment e ON e.environment_id = r.environment_id AND %s
             WHERE s.provider_id = :provider AND s.kind = 'pact' AND %s
            """;
    private static final String PUBLICATIONS = """
            SELECT found.selector, found.fallback, found.reason, c.participant_id, c.name, v.version_id, v.number, ct.content_id, ct.pact_sha
              FROM (%s) AS found (selector, fallback, reason, participant_id, version_id)
              JOIN publication p ON p.version_id = found.version_id AND p.kind = 'pact' AND p.provider_id = :provider
              JOIN content ct ON ct.content_id = p.content_id
              JOIN participant c ON c.participant_id = found.participant_id
              JOIN version v ON v.version_id = found.version_id
            """;

    /** The publications that the selectors mean; a selector's fallback rows are marked. */
    static List<Row> select(Tx tx, Participant provider, List<ConsumerSelector> selectors) {
        var arms = new ArrayList<String>();
        var arguments = new LinkedHashMap<String, String>();
        for (var i = 0; i < selectors.size(); i++) {
            arms(selectors.get(i), i, arms, arguments);
        }
        checkEnvironments(tx, selectors);
        var query = tx.handle()
                .createQuery(PUBLICATIONS.formatted(String.join(" UNION ALL ", arms)))
                .bind("provider", provider.id());
        arguments.forEach(query::bind);
        return query.map(ForVerificationQueries::row).list();
    }

    private static Row row(ResultSet row, StatementContext ctx) throws SQLException {
        return new Row(
                row.getInt(1),
                row.getBoolean(2),
                row.getString(3),
                row.getLong(4),
                new ParticipantName(row.getString(5)),
                row.getLong(6),
                new VersionNumber(row.getString(7)),
                row.getLong(8),
                row.getString(9));
    }

    private static void arms(ConsumerSelector selector, int i, List<String> arms, Map<String, String> arguments) {
        var only = "true";
        if (selector.consumer().isPresent()) {
            only = "c.name = :consumer" + i;
            arguments.put("consumer" + i, selector.consumer().get().value());
        }
        var reason = ":reason" + i + "::text";
        arguments.put("reason" + i, selector.description());
        switch (selector) {
            case ConsumerSelector.MainBranch s ->
                arms.add(BRANCH_HEAD.formatted(i, "false", reason, "b.name = c.main_branch", only));
            case ConsumerSelector.EveryBranch s -> arms.add(BRANCH_HEAD.formatted(i, "false", reason, "true", only));
            case ConsumerSelector.Branch s -> {
                arguments.put("branch" + i, s.branch().value());
                arms.add(BRANCH_HEAD.formatted(i, "false", reason, "b.name = :branch" + i, only));
                if (s.fallback() != null) {
                    arguments.put("fallback" + i, s.fallback().value());
                    arms.add(BRANCH_HEAD.formatted(i, "true", fallback(i), "b.name = :fallback" + i, only));
                }
            }
            case ConsumerSelector.Tag s -> {
                arguments.put("tag" + i, s.tag().value());
                arms.add(
                        s.latest()
                                ? TAG_HEAD.formatted(i, "false", reason, "tag" + i, only)
                                : TAGGED.formatted(i, reason, "tag" + i, only));
                if (s.fallback() != null) {
                    arguments.put("fallback" + i, s.fallback().value());
                    arms.add(TAG_HEAD.formatted(i, "true", fallback(i), "fallback" + i, only));
                }
            }
            case ConsumerSelector.Latest s -> arms.add(LATEST.formatted(i, reason, only));
            case ConsumerSelector.Running s -> {
                var where = "true";
                if (s.environment() != null) {
                    where = "e.name = :environment" + i;
                    arguments.put("environment" + i, s.environment().value());
                }
                if (s.deployed()) {
                    arms.add(DEPLOYED.formatted(i, where, only));
                }
                if (s.released()) {
                    arms.add(RELEASED.formatted(i, where, only));
                }
                arguments.remove("reason" + i);
            }
        }
    }

    private static String fallback(int i) {
        return ":reason" + i + "::text || ', or the fallback ''' || :fallback" + i + " || ''''";
    }

    private static void checkEnvironments(Tx tx, List<ConsumerSelector> selectors) {
        var named = new HashSet<String>();
        for (var selector : selectors) {
            if (selector instanceof ConsumerSelector.Running running && running.environment() != null) {
                named.add(running.environment().value());
            }
        }
        if (named.isEmpty()) {
            return;
        }
        var known = tx.handle()
                .createQuery("SELECT name FROM environment WHERE name = ANY (:names)")
                .bind("names", named.toArray(String[]::new))
                .mapTo(String.class)
                .set();
        for (var name : named) {
            if (!known.contains(name)) {
                throw PactsForVerification.noEnvironment(name);
            }
        }
    }

    // Per consumer: the main branch's head, else the newest version tagged like the main branch, else the newest; and
    // what runs.
    private static final String DEFAULT =
            """
            SELECT 0, false, 'the newest version on the main branch', c.participant_id, b.head_version_id
              FROM seam s JOIN participant c ON c.participant_id = s.consumer_id
              JOIN branch b ON b.participant_id = c.participant_id AND b.name = c.main_branch
             WHERE s.provider_id = :provider AND s.kind = 'pact'
             UNION ALL
            SELECT 0, false, 'the newest version with the main branch''s tag', c.participant_id, head.version_id
              FROM seam s JOIN participant c ON c.participant_id = s.consumer_id
              CROSS JOIN LATERAL (SELECT t.version_id FROM tag t WHERE t.participant_id = c.participant_id AND t.name = c.main_branch
                                   ORDER BY t.version_id DESC LIMIT 1) head
             WHERE s.provider_id = :provider AND s.kind = 'pact'
               AND NOT EXISTS (SELECT FROM branch b WHERE b.participant_id = c.participant_id AND b.name = c.main_branch)
             UNION ALL
            SELECT 0, false, 'the newest version', c.participant_id, newest.version_id
              FROM seam s JOIN participant c ON c.participant_id = s.consumer_id
              CROSS JOIN LATERAL (SELECT p.version_id FROM publication p
                                   WHERE p.participant_id = c.participant_id AND p.provider_id = :provider AND p.kind = 'pact'
                                   ORDER BY p.version_id DESC LIMIT 1) newest
             WHERE s.provider_id = :provider AND s.kind = 'pact'
               AND NOT EXISTS (SELECT FROM branch b WHERE b.participant_id = c.participant_id AND b.name = c.main_branch)
               AND NOT EXISTS (SELECT FROM tag t WHERE t.participant_id = c.participant_id AND t.name = c.main_branch)
             UNION ALL
            """ + DEPLOYED.formatted(0, "true", "true") + " UNION ALL " + RELEASED.formatted(0, "true", "true");

    /** What is selected when nothing is asked for. */
    static List<Row> byDefault(Tx tx, Participant provider) {
        return tx.handle()
                .createQuery(PUBLICATIONS.formatted(DEFAULT))
                .bind("provider", provider.id())
                .map(ForVerificationQueries::row)
                .list();
    }

    /** Those of the contents that any version of the provider has verified with success. */
    static Set<Long> everVerified(Tx tx, Collection<Long> contents) {
        return tx.handle()
                .createQuery(
                        "SELECT content_id FROM content_success WHERE content_id = ANY (:contents) AND line = 'any'")
                .bind("contents", contents.toArray(Long[]::new))
                .mapTo(Long.class)
                .set();
    }

    // "born": when the branch or tag came up; before that the others' successes count for it
    private static final String VERIFIED = """
            WITH born AS MATERIALIZED (%s)
            SELECT id FROM unnest(:contents) AS content (id)
             WHERE EXISTS (SELECT FROM content_success own
                            WHERE own.content_id = id AND own.line = :line AND own.name = :name AND own.%s IS NOT NULL)
                OR EXISTS (SELECT FROM content_success other
                            WHERE other.content_id = id AND other.line = :line AND other.name <> :name
                              AND other.%s < coalesce((SELECT at FROM born), 'infinity'))
            """;
    private static final Map<String, String> BORN = Map.of(
            "branch", "SELECT created_at AS at FROM branch WHERE participant_id = :provider AND name = :name",
            "tag",
                    "SELECT created_at AS at FROM tag WHERE participant_id = :provider AND name = :name ORDER BY version_id LIMIT 1");

    /** Those of the contents that are not pending for the branch or tag. */
    static Set<Long> verifiedFor(Tx tx, Participant provider, Line line, Collection<Long> contents) {
        return verified(tx, provider, line, contents, "first_success_at");
    }

    /** Those of the contents that are no work in progress for the branch or tag. */
    static Set<Long> settledFor(Tx tx, Participant provider, Line line, Collection<Long> contents) {
        return verified(tx, provider, line, contents, "first_settled_at");
    }

    private static Set<Long> verified(
            Tx tx, Participant provider, Line line, Collection<Long> contents, String column) {
        return tx.handle()
                .createQuery(VERIFIED.formatted(BORN.get(line.kind()), column, column))
                .bind("contents", contents.toArray(Long[]::new))
                .bind("provider", provider.id())
                .bind("line", line.kind())
                .bind("name", line.name())
                .mapTo(Long.class)
                .set();
    }

    // The heads of branches and tags among the pacts published since then. It begins with the heads, which are few, and
    // steps
    // through the index from one tag's name to the next: neither old publications nor old tags are read.
    private static final String HEADS = """
            WITH RECURSIVE consumer AS (
                SELECT consumer_id FROM seam WHERE provider_id = :provider AND kind = 'pact'),
            tag_name AS (
                SELECT consumer_id, (SELECT min(t.name) FROM tag t WHERE t.participant_id = consumer_id) AS name FROM consumer
                 UNION ALL
                SELECT consumer_id, (SELECT min(t.name) FROM tag t WHERE t.participant_id = consumer_id AND t.name > tag_name.name)
                  FROM tag_name WHERE name IS NOT NULL),
            head AS (
                SELECT b.head_version_id AS version_id, 'the newest version on branch ''' || b.name || '''' AS reason
                  FROM consumer JOIN branch b ON b.participant_id = consumer_id
                 UNION ALL
                SELECT newest.version_id, 'the newest version with tag ''' || tag_name.name || ''''
                  FROM tag_name
                 CROSS JOIN LATERAL (SELECT t.version_id FROM tag t WHERE t.participant_id = consumer_id AND t.name = tag_name.name
                                      ORDER BY t.version_id DESC LIMIT 1) newest)
            SELECT c.participant_id, c.name, v.version_id, v.number, ct.content_id, ct.pact_sha, head.reason
              FROM head
             CROSS JOIN LATERAL (SELECT * FROM publication p
                                  WHERE p.version_id = head.version_id AND p.kind = 'pact' AND p.provider_id = :provider
                                    AND p.created_at > :since
                                  LIMIT 1) p -- there is one at most; the planner would take it for many, and hash all versions
              JOIN content ct ON ct.content_id = p.content_id
              JOIN participant c ON c.participant_id = p.participant_id
              JOIN version v ON v.version_id = p.version_id
            """;

    static List<Row> headsSince(Tx tx, Participant provider, Instant since) {
        return tx.handle()
                .createQuery(HEADS)
                .bind("provider", provider.id())
                .bind("since", since)
                .map((row, ctx) -> new Row(
                        0,
                        false,
                        row.getString(7),
                        row.getLong(1),
                        new ParticipantName(row.getString(2)),
                        row.getLong(3),
                        new VersionNumber(row.getString(4)),
                        row.getLong(5),
                        row.getString(6)))
                .list();
    }
}
