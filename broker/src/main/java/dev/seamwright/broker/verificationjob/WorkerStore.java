package dev.seamwright.broker.verificationjob;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.db.Values;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import dev.seamwright.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

@RegisterRowMapper(WorkerStore.Mapper.class)
interface WorkerStore {
    @SqlUpdate("""
            INSERT INTO worker AS known (worker_id, name, providers, methods, first_seen_at, seen_at)
            VALUES (:id, :name, CAST(:providers AS jsonb), :methods, :now, :now)
            ON CONFLICT (workspace_id, worker_id) DO UPDATE
                SET name = EXCLUDED.name, providers = EXCLUDED.providers, methods = EXCLUDED.methods,
                    seen_at = greatest(known.seen_at, EXCLUDED.seen_at)
            """)
    void seen(UUID id, String name, String providers, String[] methods, Instant now);

    @SqlQuery("""
            SELECT worker_id, name, providers, methods, first_seen_at, seen_at FROM worker
             WHERE seen_at > :since ORDER BY seen_at DESC, worker_id LIMIT 1000
            """)
    List<Worker> since(Instant since);

    @SqlUpdate("DELETE FROM worker WHERE seen_at < :before")
    int forget(Instant before);

    /** Reads a {@link Worker}. */
    final class Mapper implements RowMapper<Worker> {
        @Override
        public Worker map(ResultSet row, StatementContext ctx) throws SQLException {
            return new Worker(
                    row.getObject(1, UUID.class),
                    row.getString(2),
                    Json.parse(row.getString(3).getBytes(StandardCharsets.UTF_8))
                            .valueStream()
                            .map(Mapper::serves)
                            .toList(),
                    List.of((String[]) row.getArray(4).getArray()),
                    Objects.requireNonNull(Values.instant(row, 5)),
                    Objects.requireNonNull(Values.instant(row, 6)));
        }

        private static Worker.Serves serves(JsonNode json) {
            return new Worker.Serves(
                    new ParticipantName(json.path("name").asText()),
                    json.path("versions")
                            .valueStream()
                            .map(version -> new VersionNumber(version.asText()))
                            .toList());
        }
    }
}
