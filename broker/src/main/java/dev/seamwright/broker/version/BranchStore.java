package dev.seamwright.broker.version;

import dev.seamwright.broker.db.PlannedByValues;
import dev.seamwright.contracts.BranchName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

@RegisterConstructorMapper(Branch.class)
interface BranchStore {
    String COLUMNS = "branch_id AS id, name, head_version_id, created_at, updated_at";
    String LISTED = " FROM branch WHERE participant_id = :participant"
            + " AND (CAST(:q AS text) IS NULL OR position(lower(:q) IN lower(name)) > 0)";

    @SqlQuery("SELECT " + COLUMNS + " FROM branch WHERE participant_id = :participant AND name = :name")
    Optional<Branch> find(long participant, BranchName name);

    // q: null does not filter
    @PlannedByValues
    @SqlQuery("SELECT " + COLUMNS + LISTED + " ORDER BY created_at DESC, branch_id DESC LIMIT :limit OFFSET :offset")
    List<Branch> list(long participant, @Nullable String q, long limit, long offset);

    @SqlQuery("SELECT count(*)" + LISTED)
    long count(long participant, @Nullable String q);

    @SqlQuery("SELECT created_at FROM branch_version WHERE branch_id = :branch AND version_id = :version")
    Optional<Instant> added(long branch, long version);

    @SqlUpdate("DELETE FROM branch WHERE branch_id = :branch")
    int delete(long branch);

    @SqlQuery("DELETE FROM branch WHERE participant_id = :participant AND name <> ALL (:kept) RETURNING name")
    List<BranchName> deleteOthers(long participant, String[] kept);

    @SqlUpdate("DELETE FROM branch_version WHERE branch_id = :branch AND version_id = :version")
    int remove(long branch, long version);

    // what was added last is known for heads only, so the newest version that is left takes the place
    @SqlUpdate("""
            UPDATE branch
               SET updated_at = :now,
                   head_version_id = (SELECT max(other.version_id) FROM branch_version other
                                       WHERE other.branch_id = branch.branch_id AND other.version_id <> :version)
             WHERE head_version_id = :version
               AND (CAST(:branch AS bigint) IS NULL OR branch_id = :branch)
            """)
    int replaceHead(long version, @Nullable Long branch, Instant now);
}
