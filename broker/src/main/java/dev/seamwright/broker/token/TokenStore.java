package dev.seamwright.broker.token;

import dev.seamwright.broker.db.PlannedByValues;
import dev.seamwright.broker.db.Values;
import dev.seamwright.contracts.Sha256;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

@RegisterRowMapper(TokenStore.Mapper.class)
interface TokenStore {
    String COLUMNS = "token_id, name, scope, created_at, created_by, expires_at, revoked_at, last_used_at";

    @SqlUpdate("""
            INSERT INTO token (token_id, name, hash, scope, created_at, created_by, expires_at)
            VALUES (:id, :name, :hash, :scope, :now, :createdBy, :expiresAt)
            ON CONFLICT (workspace_id, name) WHERE revoked_at IS NULL DO NOTHING
            """)
    int create(
            UUID id,
            String name,
            Sha256 hash,
            String scope,
            Instant now,
            String createdBy,
            @Nullable Instant expiresAt);

    @SqlQuery("SELECT " + COLUMNS + " FROM token WHERE token_id = :id")
    Optional<TokenRecord> find(UUID id);

    @PlannedByValues
    @SqlQuery("SELECT " + COLUMNS + " FROM token"
            + " WHERE :name::text IS NULL OR (name, token_id) > (:name, :id::uuid)"
            + " ORDER BY name, token_id LIMIT :limit")
    List<TokenRecord> list(@Nullable String name, @Nullable UUID id, int limit);

    @SqlUpdate("UPDATE token SET revoked_at = :now WHERE token_id = :id AND revoked_at IS NULL")
    int revoke(UUID id, Instant now);

    /** Reads a row of {@link #COLUMNS}. */
    final class Mapper implements RowMapper<TokenRecord> {
        @Override
        public TokenRecord map(ResultSet row, StatementContext ctx) throws SQLException {
            return new TokenRecord(
                    row.getObject(1, UUID.class),
                    row.getString(2),
                    Scope.of(row.getString(3)),
                    Objects.requireNonNull(Values.instant(row, 4)),
                    row.getString(5),
                    Values.instant(row, 6),
                    Values.instant(row, 7),
                    Values.instant(row, 8));
        }
    }
}
