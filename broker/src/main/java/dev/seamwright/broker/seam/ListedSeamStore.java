package dev.seamwright.broker.seam;

import dev.seamwright.broker.contract.PublishedContract;
import dev.seamwright.broker.db.PlannedByValues;
import dev.seamwright.broker.db.Values;
import dev.seamwright.broker.verification.ListedVerification;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.Method;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.contracts.VersionNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

@RegisterRowMapper(ListedSeamStore.Mapper.class)
interface ListedSeamStore {
    // What a participant says of itself is stored like a seam of it with itself, and is none. The page is taken before
    // anything is joined with it. Only who asks for a result pays for the result of each seam.
    @PlannedByValues
    @SqlQuery("""
            SELECT s.consumer, s.provider, s.kind, s.created_at, ct.sha256, v.number, pub.revision, pub.updated_at,
                   ver.number, pv.number, ver.method, ver.success, ver.wip, ver.pending, ver.build_url, ver.verified_by, ver.created_at
              FROM (SELECT s.*, c.name AS consumer, p.name AS provider
                      FROM seam s
                      JOIN participant c ON c.participant_id = s.consumer_id
                      JOIN participant p ON p.participant_id = s.provider_id
                     WHERE s.kind IN ('pact', 'db-usage')
                       AND (CAST(:consumer AS bigint) IS NULL OR s.consumer_id = :consumer)
                       AND (CAST(:provider AS bigint) IS NULL OR s.provider_id = :provider)
                       AND (CAST(:kind AS text) IS NULL OR s.kind = :kind)
                       AND (CAST(:name AS text) IS NULL OR strpos(lower(c.name), lower(:name)) > 0
                                                       OR strpos(lower(p.name), lower(:name)) > 0)
                       AND CASE WHEN CAST(:result AS text) IS NULL THEN true
                                ELSE :result = coalesce((
                                     SELECT CASE WHEN l.success THEN 'success' ELSE 'failed' END
                                       FROM verification l
                                      WHERE l.content_id = (
                                            SELECT n.content_id FROM publication n
                                             WHERE n.participant_id = s.consumer_id AND n.provider_id = s.provider_id
                                               AND n.kind = s.kind
                                             ORDER BY n.version_id DESC LIMIT 1)
                                        AND EXISTS (SELECT FROM latest_verification lv
                                                     WHERE lv.content_id = l.content_id
                                                       AND lv.provider_version_id = l.provider_version_id
                                                       AND lv.method = l.method AND lv.decides)
                                      ORDER BY l.number DESC LIMIT 1), 'unknown') END
                       AND (CAST(:lastConsumer AS text) IS NULL OR (c.name, p.name, s.kind) > (:lastConsumer, :lastProvider, :lastKind))
                     ORDER BY c.name, p.name, s.kind
                     LIMIT :limit) s
             CROSS JOIN LATERAL (
                    SELECT * FROM publication l
                     WHERE l.participant_id = s.consumer_id AND l.provider_id = s.provider_id AND l.kind = s.kind
                     ORDER BY l.version_id DESC LIMIT 1) pub
              JOIN version v ON v.version_id = pub.version_id
              JOIN content ct ON ct.content_id = pub.content_id
              LEFT JOIN LATERAL (
                    SELECT * FROM verification l
                     WHERE l.content_id = pub.content_id
                       AND EXISTS (SELECT FROM latest_verification lv
                                    WHERE lv.content_id = l.content_id AND lv.provider_version_id = l.provider_version_id
                                      AND lv.method = l.method AND lv.decides)
                     ORDER BY l.number DESC LIMIT 1) ver ON true
              LEFT JOIN version pv ON pv.version_id = ver.provider_version_id
             ORDER BY s.consumer, s.provider, s.kind
            """)
    List<ListedSeam> page(@BindMethods SeamService.Filter filter);

    /** Reads a row of {@link #page}. */
    final class Mapper implements RowMapper<ListedSeam> {
        @Override
        public ListedSeam map(ResultSet row, StatementContext ctx) throws SQLException {
            var consumer = new ParticipantName(row.getString(1));
            var provider = new ParticipantName(row.getString(2));
            var kind = ContractKind.of(row.getString(3));
            var sha256 = Sha256.of(row.getBytes(5));
            var contract = new PublishedContract(
                    kind,
                    sha256,
                    consumer,
                    new VersionNumber(row.getString(6)),
                    provider,
                    row.getInt(7),
                    Objects.requireNonNull(Values.instant(row, 8)),
                    null);
            var number = row.getInt(9);
            var verification = row.wasNull()
                    ? null
                    : new ListedVerification(
                            kind,
                            sha256,
                            number,
                            consumer,
                            provider,
                            new VersionNumber(row.getString(10)),
                            Method.of(row.getString(11)),
                            row.getBoolean(12),
                            row.getBoolean(13),
                            row.getBoolean(14),
                            row.getString(15),
                            row.getString(16),
                            Objects.requireNonNull(Values.instant(row, 17)));
            return new ListedSeam(
                    consumer, provider, kind, contract, verification, Objects.requireNonNull(Values.instant(row, 4)));
        }
    }
}
