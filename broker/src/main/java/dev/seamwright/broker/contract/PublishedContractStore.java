package dev.seamwright.broker.contract;

import dev.seamwright.broker.db.PlannedByValues;
import dev.seamwright.broker.db.Values;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.contracts.VersionNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

@RegisterRowMapper(PublishedContractStore.Mapper.class)
interface PublishedContractStore {
    String SELECT = """
            SELECT pub.kind, ct.sha256, c.name, v.number, p.name, pub.revision, pub.updated_at,
                   e.success, e.verifier, e.verifier_version, e.created_at
              FROM publication pub
              JOIN participant c ON c.participant_id = pub.participant_id
              JOIN participant p ON p.participant_id = pub.provider_id
              JOIN version v ON v.version_id = pub.version_id
              JOIN content ct ON ct.content_id = pub.content_id
              LEFT JOIN evidence e ON e.version_id = pub.version_id AND e.content_id = pub.content_id
            """;

    @SqlQuery(SELECT + " WHERE pub.version_id = :version ORDER BY pub.kind, p.name")
    List<PublishedContract> ofVersion(long version);

    // null does not filter; the last three name the contract before the first one
    @PlannedByValues
    @SqlQuery(SELECT + """
             WHERE (CAST(:participant AS bigint) IS NULL OR pub.participant_id = :participant)
               AND (CAST(:provider AS bigint) IS NULL OR pub.provider_id = :provider)
               AND (CAST(:kind AS text) IS NULL OR pub.kind = :kind)
               AND (CAST(:lastVersion AS bigint) IS NULL OR pub.version_id < :lastVersion
                    OR (pub.version_id = :lastVersion AND (pub.kind, p.name) > (:lastKind, :lastProvider)))
             ORDER BY pub.version_id DESC, pub.kind, p.name
             LIMIT :limit
            """)
    List<PublishedContract> page(
            @Nullable Long participant,
            @Nullable Long provider,
            @Nullable String kind,
            @Nullable Long lastVersion,
            @Nullable String lastKind,
            @Nullable String lastProvider,
            int limit);

    @SqlQuery("""
            SELECT ct.content_id FROM content ct
             WHERE ct.kind = :kind AND ct.sha256 = :sha256
               AND EXISTS (SELECT FROM publication pub WHERE pub.content_id = ct.content_id)
            """)
    Optional<Long> content(String kind, Sha256 sha256);

    /** Reads a row of {@link #SELECT}. */
    final class Mapper implements RowMapper<PublishedContract> {
        @Override
        public PublishedContract map(ResultSet row, StatementContext ctx) throws SQLException {
            return new PublishedContract(
                    ContractKind.of(row.getString(1)),
                    Sha256.of(row.getBytes(2)),
                    new ParticipantName(row.getString(3)),
                    new VersionNumber(row.getString(4)),
                    new ParticipantName(row.getString(5)),
                    row.getInt(6),
                    Objects.requireNonNull(Values.instant(row, 7)),
                    evidence(row));
        }

        private static Evidence.@Nullable Published evidence(ResultSet row) throws SQLException {
            var publishedAt = Values.instant(row, 11);
            return publishedAt == null
                    ? null
                    : new Evidence.Published(
                            new Evidence(row.getBoolean(8), row.getString(9), row.getString(10), null), publishedAt);
        }
    }
}
