package dev.seamwright.broker.verification;

/**
 * SQL that begins a statement of what is to be verified: {@code pair (content_id, provider_id, version_id)}, a consumer's content and a
 * version of its provider. What the broker verifies by itself names kinds: {@code :needs} that of the consumer's contract, {@code :offers}
 * that of the provider's; replays are about pacts.
 */
public final class Pairs {
    /** Versions that matter of the participant {@code side.participant_id}: what runs or is supported somewhere, and the head of the main branch. */
    private static final String MATTERING = """
                        SELECT d.version_id FROM deployment d WHERE d.participant_id = side.participant_id AND d.ended_at IS NULL
                         UNION
                        SELECT r.version_id FROM release r WHERE r.participant_id = side.participant_id AND r.support_ended_at IS NULL
                         UNION
                        SELECT b.head_version_id FROM participant m
                          JOIN branch b ON b.participant_id = m.participant_id AND b.name = m.main_branch
                         WHERE m.participant_id = side.participant_id AND b.head_version_id IS NOT NULL
            """;

    /**
     * What the version {@code :version} published as a consumer with the versions of its providers that matter, and as a provider with
     * those of its consumers: what runs or is supported somewhere, the head of the main branch, and the newest one.
     */
    public static final String OF_PUBLISHED = """
            WITH pair AS (
                SELECT side.content_id, side.participant_id AS provider_id, s.version_id
                  FROM (SELECT u.content_id, u.provider_id AS participant_id FROM publication u
                          JOIN seam ON seam.consumer_id = u.provider_id AND seam.provider_id = u.provider_id AND seam.kind = :offers
                         WHERE u.version_id = :version AND u.kind = :needs) side
                  CROSS JOIN LATERAL (
            """ + MATTERING + """
                         UNION
                        (SELECT newest.version_id FROM publication newest
                          WHERE newest.participant_id = side.participant_id AND newest.provider_id = side.participant_id
                            AND newest.kind = :offers
                          ORDER BY newest.version_id DESC LIMIT 1)) matters
                  JOIN publication s ON s.version_id = matters.version_id AND s.kind = :offers AND s.provider_id = side.participant_id
                 UNION
                SELECT u.content_id, side.provider_id, side.version_id
                  FROM (SELECT s.version_id, s.participant_id AS provider_id, seam.consumer_id AS participant_id
                          FROM publication s JOIN seam ON seam.provider_id = s.participant_id AND seam.kind = :needs
                         WHERE s.version_id = :version AND s.kind = :offers) side
                  CROSS JOIN LATERAL (
            """ + MATTERING + """
                         UNION
                        (SELECT newest.version_id FROM publication newest
                          WHERE newest.participant_id = side.participant_id AND newest.provider_id = side.provider_id
                            AND newest.kind = :needs
                          ORDER BY newest.version_id DESC LIMIT 1)) matters
                  JOIN publication u ON u.version_id = matters.version_id AND u.kind = :needs AND u.provider_id = side.provider_id)
            """;

    /** What a verdict lacks: versions of consumers, providers and their versions, in parallel arrays. */
    public static final String OF_VERDICT = """
            WITH pair AS (
                SELECT u.content_id, wanted.provider_id, wanted.version_id
                  FROM unnest(CAST(:consumerVersions AS bigint[]), CAST(:providers AS bigint[]), CAST(:providerVersions AS bigint[]))
                       AS wanted (consumer_version_id, provider_id, version_id)
                  JOIN publication u ON u.version_id = wanted.consumer_version_id AND u.kind = :needs AND u.provider_id = wanted.provider_id
                  JOIN publication s ON s.version_id = wanted.version_id AND s.kind = :offers AND s.provider_id = wanted.provider_id)
            """;

    private static final String PACTS_OF_VERSION = """
                SELECT side.content_id, side.participant_id AS provider_id, matters.version_id
                  FROM (SELECT u.content_id, u.provider_id AS participant_id FROM publication u
                         WHERE u.version_id = :version AND u.kind = 'pact') side
                  CROSS JOIN LATERAL (
            """ + MATTERING + ") matters\n";

    /** The pacts that the version {@code :version} published, with the versions of their providers that matter. */
    public static final String OF_PACTS = "WITH pair AS (\n" + PACTS_OF_VERSION + ")\n";

    /**
     * What there is to replay when the version {@code :version} of {@code :participant} begins to matter: its pacts, and those of its
     * consumers' versions that matter.
     */
    public static final String OF_MATTERING = "WITH pair AS (\n" + PACTS_OF_VERSION + """
                 UNION
                SELECT u.content_id, side.provider_id, CAST(:version AS bigint)
                  FROM (SELECT seam.provider_id, seam.consumer_id AS participant_id FROM seam
                         WHERE seam.provider_id = :participant AND seam.kind = 'pact') side
                  CROSS JOIN LATERAL (
            """ + MATTERING + """
                       ) matters
                  JOIN publication u ON u.version_id = matters.version_id AND u.kind = 'pact' AND u.provider_id = side.provider_id)
            """;

    /** Pacts that a verdict lacks a result for, by {@link #OF_VERDICT}'s arrays. */
    public static final String OF_UNKNOWN = """
            WITH pair AS (
                SELECT u.content_id, wanted.provider_id, wanted.version_id
                  FROM unnest(CAST(:consumerVersions AS bigint[]), CAST(:providers AS bigint[]), CAST(:providerVersions AS bigint[]))
                       AS wanted (consumer_version_id, provider_id, version_id)
                  JOIN publication u ON u.version_id = wanted.consumer_version_id AND u.kind = 'pact' AND u.provider_id = wanted.provider_id)
            """;

    /** Begins a statement: {@code mattering (participant_id, version_id)}, every version that matters. */
    public static final String ALL_MATTERING = """
            WITH mattering AS MATERIALIZED (
                SELECT side.participant_id, matters.version_id
                  FROM participant side
                  CROSS JOIN LATERAL (
            """ + MATTERING + """
                       ) matters)
            """;

    /** Every pact that matters with every version of its provider that does. */
    public static final String OF_ALL_PACTS = ALL_MATTERING + """
            , pair AS (
                SELECT DISTINCT u.content_id, seam.provider_id, theirs.version_id
                  FROM seam
                  JOIN mattering ours ON ours.participant_id = seam.consumer_id
                  JOIN publication u ON u.version_id = ours.version_id AND u.kind = 'pact' AND u.provider_id = seam.provider_id
                  JOIN mattering theirs ON theirs.participant_id = seam.provider_id
                 WHERE seam.kind = 'pact')
            """;

    private Pairs() {}
}
