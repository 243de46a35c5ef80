package dev.seamwright.broker.matrix;

import dev.seamwright.broker.db.Values;
import dev.seamwright.broker.matrix.GridQuery.Which;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.Method;
import dev.seamwright.contracts.Sha256;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Handle;

/** The grid's SQL. A filter that is not asked for is not in the statement, so that those that are can lead it. */
final class GridStore {
    private GridStore() {}

    /** A version of the consumer and what it publishes for the provider. */
    record Row(long versionId, ContractKind kind, Sha256 sha256, int revision, Instant publishedAt, long contentId) {}

    /** What decides about a content and a version of the provider. */
    record Cell(
            long contentId,
            long providerVersionId,
            Method method,
            int number,
            boolean success,
            boolean wip,
            Instant verifiedAt) {}

    /** The newest consumer versions first; one more than asked for where there are more. */
    static List<Row> rows(Handle handle, GridQuery query) {
        var arguments = new HashMap<String, Object>();
        var sql = new StringBuilder("""
                SELECT p.version_id, p.kind, c.sha256, p.revision, p.updated_at, p.content_id
                  FROM publication p JOIN content c ON c.content_id = p.content_id
                 WHERE p.participant_id = :consumer AND p.provider_id = :provider
                """);
        if (query.kind() == null) {
            sql.append("   AND p.kind IN ('pact', 'db-usage')\n");
        } else {
            sql.append("   AND p.kind = :kind\n");
            arguments.put("kind", query.kind().word());
        }
        var after = query.after();
        if (after != null) {
            sql.append("   AND (p.version_id, p.kind) < (:afterVersion, :afterKind)\n");
            arguments.put("afterVersion", after.versionId());
            arguments.put("afterKind", after.kind());
        }
        only(sql, arguments, "p.version_id", ":consumer", query.consumers());
        sql.append(" ORDER BY p.version_id DESC, p.kind DESC LIMIT :rows");
        return handle.createQuery(sql.toString())
                .bind("consumer", query.consumer())
                .bind("provider", query.provider())
                .bind("rows", query.rows() + 1)
                .bindMap(arguments)
                .map((row, ctx) -> new Row(
                        row.getLong(1),
                        ContractKind.of(row.getString(2)),
                        Sha256.of(row.getBytes(3)),
                        row.getInt(4),
                        Objects.requireNonNull(Values.instant(row, 5)),
                        row.getLong(6)))
                .list();
    }

    /** The newest versions of the provider; one more than asked for where there are more. */
    static List<Long> columns(Handle handle, GridQuery query) {
        var arguments = new HashMap<String, Object>();
        var sql = new StringBuilder("SELECT v.version_id FROM version v WHERE v.participant_id = :provider\n");
        only(sql, arguments, "v.version_id", ":provider", query.providers());
        sql.append(" ORDER BY v.version_id DESC LIMIT :columns");
        return handle.createQuery(sql.toString())
                .bind("provider", query.provider())
                .bind("columns", query.columns() + 1)
                .bindMap(arguments)
                .mapTo(Long.class)
                .list();
    }

    static List<Cell> cells(Handle handle, Collection<Long> contents, Collection<Long> providerVersions) {
        if (contents.isEmpty() || providerVersions.isEmpty()) {
            return List.of();
        }
        return handle.createQuery("""
                        SELECT content_id, provider_version_id, method, number, success, wip, verified_at
                          FROM latest_verification
                         WHERE content_id = ANY (:contents) AND provider_version_id = ANY (:versions) AND decides
                        """)
                .bind("contents", contents.toArray(Long[]::new))
                .bind("versions", providerVersions.toArray(Long[]::new))
                .map((row, ctx) -> new Cell(
                        row.getLong(1),
                        row.getLong(2),
                        Method.of(row.getString(3)),
                        row.getInt(4),
                        row.getBoolean(5),
                        row.getBoolean(6),
                        Objects.requireNonNull(Values.instant(row, 7))))
                .list();
    }

    /** Conditions that the version in the column has to fulfil, all of them. */
    private static void only(
            StringBuilder sql, Map<String, Object> arguments, String column, String participant, Which which) {
        if (which.number() != null) {
            sql.append(
                    "   AND %s IN (SELECT n.version_id FROM version n WHERE n.participant_id = %s AND n.number = :number)\n"
                            .formatted(column, participant));
            arguments.put("number", which.number().value());
        }
        if (which.branch() != null) {
            sql.append("""
                       AND %s IN (SELECT bv.version_id FROM branch b JOIN branch_version bv ON bv.branch_id = b.branch_id
                                   WHERE b.participant_id = %s AND b.name = :branch)
                    """.formatted(column, participant));
            arguments.put("branch", which.branch().value());
        }
        if (which.tag() != null) {
            sql.append("   AND %s IN (SELECT t.version_id FROM tag t WHERE t.participant_id = %s AND t.name = :tag)\n"
                    .formatted(column, participant));
            arguments.put("tag", which.tag().value());
        }
        if (which.environment() != null) {
            sql.append("""
                       AND %1$s IN (SELECT d.version_id FROM deployment d
                                     WHERE d.participant_id = %2$s AND d.environment_id = :environment AND d.ended_at IS NULL
                                     UNION ALL
                                    SELECT r.version_id FROM release r
                                     WHERE r.participant_id = %2$s AND r.environment_id = :environment AND r.support_ended_at IS NULL)
                    """.formatted(column, participant));
            arguments.put("environment", which.environment());
        }
    }
}
