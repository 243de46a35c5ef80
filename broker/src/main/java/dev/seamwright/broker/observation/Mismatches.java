package dev.seamwright.broker.observation;

/** The SQL that tells what was observed from what was recorded, for statements of others too. */
public final class Mismatches {
    private static final String SEEN = """
            SELECT p.participant_id, p.name, running.numbers AS recorded, seen.numbers AS observed,
                   NOT (seen.numbers <@ (running.numbers || supported.numbers)) OR NOT (running.numbers <@ seen.numbers) AS is_mismatch
              FROM (SELECT o.participant_id, array_agg(DISTINCT o.number ORDER BY o.number) AS numbers
                      FROM observed_version o
                     WHERE o.environment_id =\s""";
    private static final String RUNNING = """
                     GROUP BY o.participant_id) seen
              JOIN participant p ON p.participant_id = seen.participant_id
             CROSS JOIN LATERAL (
                    SELECT coalesce(array_agg(DISTINCT v.number ORDER BY v.number), CAST(ARRAY[] AS text[])) AS numbers
                      FROM deployment d JOIN version v ON v.version_id = d.version_id
                     WHERE d.participant_id = p.participant_id AND d.ended_at IS NULL AND d.environment_id =\s""";
    private static final String SUPPORTED = """
                    ) running
             CROSS JOIN LATERAL (
                    SELECT coalesce(array_agg(v.number), CAST(ARRAY[] AS text[])) AS numbers
                      FROM release r JOIN version v ON v.version_id = r.version_id
                     WHERE r.participant_id = p.participant_id AND r.support_ended_at IS NULL AND r.environment_id =\s""";
    private static final String END = ") supported\n";

    /**
     * Participants of which something was observed in the environment {@code :environment}: their id and name, the versions that are recorded to
     * run there, those that were observed, and whether that is not the same. What is recorded counts as observed only when it was; a version that
     * is supported there may run.
     */
    public static final String COMPARED =
            SEEN + ":environment\n" + RUNNING + ":environment\n" + SUPPORTED + ":environment" + END;

    /** The same for each row {@code e} with an {@code environment_id}, in a lateral join with it. */
    public static final String OF_E =
            SEEN + "e.environment_id\n" + RUNNING + "e.environment_id\n" + SUPPORTED + "e.environment_id" + END;

    private Mismatches() {}

    /** The same as {@link #COMPARED}, for the environment that an expression tells. */
    public static String comparedIn(String environment) {
        return SEEN + environment + "\n" + RUNNING + environment + "\n" + SUPPORTED + environment + END;
    }
}
