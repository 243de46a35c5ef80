package dev.seamwright.broker.audit;

import dev.seamwright.broker.db.PlannedByValues;
import dev.seamwright.broker.db.Values;
import dev.seamwright.contracts.Sha256;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

@RegisterRowMapper(AuditStore.Mapper.class)
@RegisterRowMapper(AuditStore.HeadMapper.class)
interface AuditStore {
    String COLUMNS = "seq, at, entry, hash";

    // the needles are exact: they were printed as the entry was
    String FILTER = " FROM audit_entry"
            + " WHERE (:principal::text IS NULL OR position(:principal IN entry) > 0)"
            + "   AND (:action::text IS NULL OR position(:action IN entry) > 0)"
            + "   AND (:since::timestamptz IS NULL OR at >= :since)"
            + "   AND (:until::timestamptz IS NULL OR at < :until)";

    @PlannedByValues
    @SqlQuery("SELECT " + COLUMNS + FILTER
            + " AND (:after::bigint IS NULL OR seq < :after) ORDER BY seq DESC LIMIT :fetch")
    List<AuditEntry> descending(@BindMethods AuditService.Filter filter);

    @PlannedByValues
    @SqlQuery("SELECT " + COLUMNS + FILTER + " AND (:after::bigint IS NULL OR seq > :after) ORDER BY seq LIMIT :fetch")
    List<AuditEntry> ascending(@BindMethods AuditService.Filter filter);

    @SqlQuery("SELECT " + COLUMNS + " FROM audit_entry WHERE seq > :after ORDER BY seq LIMIT :limit")
    List<AuditEntry> from(long after, int limit);

    @SqlQuery("SELECT seq, hash FROM audit_head")
    Optional<Head> head();

    /** The chain's end, as the broker that wrote it kept it. */
    record Head(long seq, Sha256 hash) {}

    /** Reads a row of {@link #COLUMNS}. */
    final class Mapper implements RowMapper<AuditEntry> {
        @Override
        public AuditEntry map(ResultSet row, StatementContext ctx) throws SQLException {
            return new AuditEntry(
                    row.getLong(1),
                    Objects.requireNonNull(Values.instant(row, 2)),
                    row.getString(3),
                    Sha256.of(row.getBytes(4)));
        }
    }

    /** Reads a head. */
    final class HeadMapper implements RowMapper<Head> {
        @Override
        public Head map(ResultSet row, StatementContext ctx) throws SQLException {
            return new Head(row.getLong(1), Sha256.of(row.getBytes(2)));
        }
    }
}
