package dev.seamwright.broker.search;

import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

@RegisterConstructorMapper(SearchStore.Found.class)
interface SearchStore {
    /**
     * Something that has the words in its name.
     *
     * @param name of the participant or the environment, number of the version, SHA-256 of the contract
     * @param participant whose version or contract it is
     * @param detail kind of the participant or the contract, branch of the version, display name of the environment
     */
    record Found(
            String type,
            String name,
            @Nullable String participant,
            @Nullable String detail) {}

    // of the text's own % and _ nothing is meant; names that begin with it come first. Versions and contracts are as
    // many as the history is long:
    // they are found by index alone, of versions the newest among the first 200 by their number.
    @SqlQuery("""
            SELECT type, name, participant, detail FROM (
                (SELECT 1 AS place, 'participant' AS type, name, NULL AS participant, kind AS detail, position(lower(:text) IN lower(name)) AS at
                   FROM participant WHERE position(lower(:text) IN lower(name)) > 0
                  ORDER BY at, length(name), name LIMIT 20)
                UNION ALL
                (SELECT 2, 'environment', name, NULL, display_name, 1
                   FROM environment
                  WHERE position(lower(:text) IN lower(name)) > 0 OR position(lower(:text) IN lower(display_name)) > 0
                  ORDER BY name LIMIT 5)
                UNION ALL
                (SELECT 3, 'version', v.number, c.name,
                        (SELECT b.name FROM branch_version bv JOIN branch b USING (branch_id)
                          WHERE bv.version_id = v.version_id ORDER BY bv.created_at DESC, b.branch_id DESC LIMIT 1), 1
                   FROM (SELECT * FROM (SELECT * FROM version
                                         WHERE number ~>=~ :text AND number ~<~ (CAST(:text AS text) || chr(1114111))
                                         ORDER BY number USING ~<~ LIMIT 200) v
                          ORDER BY version_id DESC LIMIT 20) v
                   JOIN participant c USING (participant_id)
                  ORDER BY v.version_id DESC)
                UNION ALL
                (SELECT 4, 'contract', encode(ct.sha256, 'hex'), c.name, ct.kind, 1
                   FROM (SELECT ct.* FROM unnest(ARRAY['pact', 'openapi', 'db-schema', 'db-usage']) kind
                          CROSS JOIN LATERAL (
                            SELECT * FROM content
                             WHERE content.kind = kind.kind
                               AND sha256 >= CASE WHEN :text ~ '^[0-9a-f]{7,64}$' THEN decode(rpad(:text, 64, '0'), 'hex') END
                               AND sha256 <= CASE WHEN :text ~ '^[0-9a-f]{7,64}$' THEN decode(rpad(:text, 64, 'f'), 'hex') END
                             LIMIT 5) ct
                          LIMIT 5) ct
                  CROSS JOIN LATERAL (SELECT participant_id FROM publication u WHERE u.content_id = ct.content_id
                                       ORDER BY u.version_id DESC LIMIT 1) u
                   JOIN participant c USING (participant_id))) found
             ORDER BY place, at, length(name), name
             LIMIT 40
            """)
    List<Found> find(String text);
}
