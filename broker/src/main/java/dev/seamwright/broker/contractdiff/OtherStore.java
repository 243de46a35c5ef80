package dev.seamwright.broker.contractdiff;

import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.contracts.VersionNumber;
import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

/** Who stands on the other side of two contracts now. */
@RegisterConstructorMapper(OtherStore.Row.class)
interface OtherStore {
    /**
     * A version that runs in an environment.
     *
     * @param content what it publishes for the contracts' participant; null: it is itself who has to keep the contracts
     * @param before whether the contract before was kept, by the result that decides; null: there is none
     */
    record Row(
            ParticipantName participant,
            VersionNumber version,
            String environment,
            @Nullable Long content,
            @Nullable Boolean before,
            @Nullable Boolean after) {}

    String HERE = """
            WITH here AS (
                SELECT environment_id, participant_id, version_id FROM deployment WHERE ended_at IS NULL
                 UNION
                SELECT environment_id, participant_id, version_id FROM release WHERE support_ended_at IS NULL)
            """;

    /** Versions of the provider that a pact or the statements of a consumer are about. */
    @SqlQuery(HERE + """
            SELECT r.name AS participant, v.number AS version, e.name AS environment, CAST(NULL AS bigint) AS content,
                   b.success AS before, a.success AS after
              FROM content ca
              JOIN here ON here.participant_id = ca.provider_id
              JOIN participant r ON r.participant_id = here.participant_id
              JOIN version v ON v.version_id = here.version_id
              JOIN environment e ON e.environment_id = here.environment_id
              LEFT JOIN content cb ON cb.kind = :kind AND cb.sha256 = :before
              LEFT JOIN latest_verification a
                     ON a.content_id = ca.content_id AND a.provider_version_id = v.version_id AND a.decides
              LEFT JOIN latest_verification b
                     ON b.content_id = cb.content_id AND b.provider_version_id = v.version_id AND b.decides
             WHERE ca.kind = :kind AND ca.sha256 = :after
             ORDER BY r.name, v.version_id DESC, e.name LIMIT :limit
            """)
    List<Row> providers(String kind, Sha256 before, Sha256 after, int limit);

    /**
     * Versions of the consumers of whoever publishes a document, with the results of the newest versions that publish it.
     *
     * @param kind of the documents
     * @param needs what consumers publish who rely on such a document
     */
    @SqlQuery(HERE + """
            , publisher AS (
                SELECT p.participant_id, max(p.version_id) FILTER (WHERE c.sha256 = :before) AS before_id,
                       max(p.version_id) FILTER (WHERE c.sha256 = :after) AS after_id
                  FROM content c JOIN publication p ON p.content_id = c.content_id
                 WHERE c.kind = :kind AND c.sha256 IN (:before, :after)
                 GROUP BY p.participant_id)
            SELECT c.name AS participant, v.number AS version, e.name AS environment, u.content_id AS content,
                   b.success AS before, a.success AS after
              FROM publisher
              JOIN publication u ON u.provider_id = publisher.participant_id AND u.kind = :needs
              JOIN here ON here.version_id = u.version_id
              JOIN participant c ON c.participant_id = here.participant_id
              JOIN version v ON v.version_id = here.version_id
              JOIN environment e ON e.environment_id = here.environment_id
              LEFT JOIN latest_verification a
                     ON a.content_id = u.content_id AND a.provider_version_id = publisher.after_id AND a.decides
              LEFT JOIN latest_verification b
                     ON b.content_id = u.content_id AND b.provider_version_id = publisher.before_id AND b.decides
             ORDER BY c.name, v.version_id DESC, e.name LIMIT :limit
            """)
    List<Row> consumers(String kind, String needs, Sha256 before, Sha256 after, int limit);
}
