package dev.seamwright.broker.observation;

import dev.seamwright.broker.db.PlannedByValues;
import dev.seamwright.contracts.ParticipantName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

@RegisterConstructorMapper(ObservationStore.Seen.class)
@RegisterRowMapper(ObservationStore.Mapper.class)
interface ObservationStore {
    @SqlQuery("""
            SELECT number FROM observed_version
             WHERE environment_id = :environment AND participant_id = :participant AND application_instance = :instance
            """)
    Optional<String> number(UUID environment, long participant, String instance);

    @SqlUpdate("""
            INSERT INTO observed_version (environment_id, participant_id, application_instance, number, observed_at)
            VALUES (:environment, :participant, :instance, :number, :now)
            ON CONFLICT (workspace_id, environment_id, participant_id, application_instance) DO UPDATE
                SET number = EXCLUDED.number, observed_at = EXCLUDED.observed_at
            """)
    void put(UUID environment, long participant, String instance, String number, Instant now);

    // null: every instance
    @SqlUpdate("""
            DELETE FROM observed_version
             WHERE environment_id = :environment AND participant_id = :participant
               AND (CAST(:instance AS text) IS NULL OR application_instance = :instance)
            """)
    int forget(UUID environment, long participant, @Nullable String instance);

    // participant: null does not filter; after: names behind it
    @PlannedByValues
    @SqlQuery("SELECT * FROM (" + Mismatches.COMPARED + """
             ) compared
             WHERE (CAST(:participant AS bigint) IS NULL OR participant_id = :participant)
               AND (CAST(:after AS text) IS NULL OR name > :after)
             ORDER BY name LIMIT :limit
            """)
    List<Compared> compared(UUID environment, @Nullable Long participant, @Nullable String after, int limit);

    @SqlQuery("""
            SELECT participant_id, application_instance AS instance, number, observed_at
              FROM observed_version WHERE environment_id = :environment AND participant_id = ANY (:participants)
             ORDER BY participant_id, application_instance
            """)
    List<Seen> seen(UUID environment, Long[] participants);

    /** @param instance empty: the one without a name */
    record Seen(long participantId, String instance, String number, Instant observedAt) {}

    /** A participant of which something was observed. */
    record Compared(RecordMismatch versions, boolean isMismatch) {}

    /** Reads a row of {@link Mismatches#COMPARED}. */
    final class Mapper implements RowMapper<Compared> {
        @Override
        public Compared map(ResultSet row, StatementContext ctx) throws SQLException {
            return new Compared(
                    new RecordMismatch(
                            row.getLong(1),
                            new ParticipantName(row.getString(2)),
                            List.of((String[]) row.getArray(3).getArray()),
                            List.of((String[]) row.getArray(4).getArray())),
                    row.getBoolean(5));
        }
    }
}
