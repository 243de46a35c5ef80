package dev.seamwright.broker.verification;

import dev.seamwright.broker.db.PlannedByValues;
import dev.seamwright.broker.db.Values;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.Method;
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

@RegisterRowMapper(ListedVerificationStore.Mapper.class)
interface ListedVerificationStore {
    // null does not filter; before is the id of the result before the first one
    @PlannedByValues
    @SqlQuery("""
            SELECT ct.kind, ct.sha256, ver.number, c.name, p.name, v.number, ver.method, ver.success, ver.wip, ver.pending,
                   ver.build_url, ver.verified_by, ver.created_at
              FROM verification ver
              JOIN content ct ON ct.content_id = ver.content_id
              JOIN participant c ON c.participant_id = ct.consumer_id
              JOIN participant p ON p.participant_id = ver.provider_id
              JOIN version v ON v.version_id = ver.provider_version_id
             WHERE (CAST(:consumer AS bigint) IS NULL OR ct.consumer_id = :consumer)
               AND (CAST(:provider AS bigint) IS NULL OR ver.provider_id = :provider)
               AND (CAST(:providerVersion AS bigint) IS NULL OR ver.provider_version_id = :providerVersion)
               AND (CAST(:kind AS text) IS NULL OR ct.kind = :kind)
               AND (CAST(:sha256 AS bytea) IS NULL OR ct.sha256 = :sha256)
               AND (CAST(:before AS bigint) IS NULL OR ver.verification_id < :before)
             ORDER BY ver.verification_id DESC
             LIMIT :limit
            """)
    List<ListedVerification> page(
            @Nullable Long consumer,
            @Nullable Long provider,
            @Nullable Long providerVersion,
            @Nullable String kind,
            @Nullable Sha256 sha256,
            @Nullable Long before,
            int limit);

    @SqlQuery("""
            SELECT ver.verification_id FROM verification ver JOIN content ct ON ct.content_id = ver.content_id
             WHERE ct.kind = :kind AND ct.sha256 = :sha256 AND ver.number = :number
            """)
    Optional<Long> id(String kind, Sha256 sha256, int number);

    /** Reads a row of {@link #page}. */
    final class Mapper implements RowMapper<ListedVerification> {
        @Override
        public ListedVerification map(ResultSet row, StatementContext ctx) throws SQLException {
            return new ListedVerification(
                    ContractKind.of(row.getString(1)),
                    Sha256.of(row.getBytes(2)),
                    row.getInt(3),
                    new ParticipantName(row.getString(4)),
                    new ParticipantName(row.getString(5)),
                    new VersionNumber(row.getString(6)),
                    Method.of(row.getString(7)),
                    row.getBoolean(8),
                    row.getBoolean(9),
                    row.getBoolean(10),
                    row.getString(11),
                    row.getString(12),
                    Objects.requireNonNull(Values.instant(row, 13)));
        }
    }
}
