package dev.seamwright.broker.contract;

import dev.seamwright.broker.db.Values;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

@RegisterRowMapper(EvidenceStore.Mapper.class)
interface EvidenceStore {
    // the version is locked, so that a result that is recorded meanwhile does not miss the evidence
    @SqlUpdate("""
            WITH locked AS (SELECT version_id FROM version WHERE version_id = :version FOR NO KEY UPDATE)
            INSERT INTO evidence (version_id, content_id, success, verifier, verifier_version, format, content_type, results, created_at)
            SELECT version_id, :content, :success, :verifier, :verifierVersion, :format, :contentType, :results, :now FROM locked
            ON CONFLICT (workspace_id, version_id, content_id) DO UPDATE
                SET success = EXCLUDED.success, verifier = EXCLUDED.verifier, verifier_version = EXCLUDED.verifier_version,
                    format = EXCLUDED.format, content_type = EXCLUDED.content_type, results = EXCLUDED.results,
                    created_at = EXCLUDED.created_at
            """)
    int record(
            long version,
            long content,
            boolean success,
            @Nullable String verifier,
            @Nullable String verifierVersion,
            @Nullable String format,
            @Nullable String contentType,
            byte @Nullable [] results,
            Instant now);

    @SqlQuery("""
            SELECT e.success, e.verifier, e.verifier_version, e.results, e.content_type, e.format, e.created_at
              FROM publication pub
              JOIN evidence e ON e.version_id = pub.version_id AND e.content_id = pub.content_id
             WHERE pub.version_id = :version AND pub.kind = 'openapi'
            """)
    Optional<Evidence.Published> ofVersion(long version);

    /** Reads evidence. */
    final class Mapper implements RowMapper<Evidence.Published> {
        @Override
        public Evidence.Published map(ResultSet row, StatementContext ctx) throws SQLException {
            var results = row.getBytes(4);
            return new Evidence.Published(
                    new Evidence(
                            row.getBoolean(1),
                            row.getString(2),
                            row.getString(3),
                            results == null
                                    ? null
                                    : new Evidence.Results(
                                            Deflated.inflate(results), row.getString(5), row.getString(6))),
                    Objects.requireNonNull(Values.instant(row, 7)));
        }
    }
}
