package dev.seamwright.broker.participant;

import dev.seamwright.contracts.LabelName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

@RegisterConstructorMapper(Label.class)
interface LabelStore {
    @SqlQuery("SELECT participant_id, name, created_at FROM participant_label"
            + " WHERE participant_id = ANY (:participants) ORDER BY name")
    List<Label> of(Long[] participants);

    @SqlQuery("SELECT participant_id, name, created_at FROM participant_label"
            + " WHERE participant_id = :participant AND name = :name")
    Optional<Label> find(long participant, LabelName name);

    @SqlUpdate("INSERT INTO participant_label (participant_id, name, created_at) VALUES (:participant, :name, :now)"
            + " ON CONFLICT (workspace_id, participant_id, name) DO NOTHING")
    int add(long participant, LabelName name, Instant now);

    @SqlUpdate("DELETE FROM participant_label WHERE participant_id = :participant AND name = :name")
    int remove(long participant, LabelName name);

    @SqlQuery("SELECT DISTINCT name FROM participant_label ORDER BY name LIMIT :limit OFFSET :offset")
    List<LabelName> names(long limit, long offset);

    @SqlQuery("SELECT count(DISTINCT name) FROM participant_label")
    long count();
}
