package dev.seamwright.broker.verification;

/**
 * SQL that begins a statement of what the broker verifies by itself: {@code pair (content_id, version_id)}, a consumer's content and a
 * version of its provider. Kinds are parameters: {@code :needs} that of the consumer's contract, {@code :offers} that of the provider's.
 */
public final class Pairs {
    /**
     * What the version {@code :version} published as a consumer with the versions of its providers that matter, and as a provider with
     * those of its consumers: what runs or is supported somewhere, the head of the main branch, and the newest one.
     */
    public static final String OF_PUBLISHED = """
            WITH pair AS (
                SELECT u.content_id, s.version_id
                  FROM publication u
                  JOIN seam ON seam.consumer_id = u.provider_id AND seam.provider_id = u.provider_id AND seam.kind = :offers
                  CROSS JOIN LATERAL (
                        SELECT d.version_id FROM deployment d WHERE d.participant_id = u.provider_id AND d.ended_at IS NULL
                         UNION
                        SELECT r.version_id FROM release r WHERE r.participant_id = u.provider_id AND r.support_ended_at IS NULL
                         UNION
                        SELECT b.head_version_id FROM participant m
                          JOIN branch b ON b.participant_id = m.participant_id AND b.name = m.main_branch
                         WHERE m.participant_id = u.provider_id
                         UNION
                        (SELECT newest.version_id FROM publication newest
                          WHERE newest.participant_id = u.provider_id AND newest.provider_id = u.provider_id AND newest.kind = :offers
                          ORDER BY newest.version_id DESC LIMIT 1)) matters
                  JOIN publication s ON s.version_id = matters.version_id AND s.kind = :offers AND s.provider_id = u.provider_id
                 WHERE u.version_id = :version AND u.kind = :needs
                 UNION
                SELECT u.content_id, s.version_id
                  FROM publication s
                  JOIN seam ON seam.provider_id = s.participant_id AND seam.kind = :needs
                  CROSS JOIN LATERAL (
                        SELECT d.version_id FROM deployment d WHERE d.participant_id = seam.consumer_id AND d.ended_at IS NULL
                         UNION
                        SELECT r.version_id FROM release r WHERE r.participant_id = seam.consumer_id AND r.support_ended_at IS NULL
                         UNION
                        SELECT b.head_version_id FROM participant m
                          JOIN branch b ON b.participant_id = m.participant_id AND b.name = m.main_branch
                         WHERE m.participant_id = seam.consumer_id
                         UNION
                        (SELECT newest.version_id FROM publication newest
                          WHERE newest.participant_id = seam.consumer_id AND newest.provider_id = s.participant_id AND newest.kind = :needs
                          ORDER BY newest.version_id DESC LIMIT 1)) matters
                  JOIN publication u ON u.version_id = matters.version_id AND u.kind = :needs AND u.provider_id = s.participant_id
                 WHERE s.version_id = :version AND s.kind = :offers)
            """;

    /** What a verdict lacks: versions of consumers, providers and their versions, in parallel arrays. */
    public static final String OF_VERDICT = """
            WITH pair AS (
                SELECT u.content_id, wanted.version_id
                  FROM unnest(CAST(:consumerVersions AS bigint[]), CAST(:providers AS bigint[]), CAST(:providerVersions AS bigint[]))
                       AS wanted (consumer_version_id, provider_id, version_id)
                  JOIN publication u ON u.version_id = wanted.consumer_version_id AND u.kind = :needs AND u.provider_id = wanted.provider_id
                  JOIN publication s ON s.version_id = wanted.version_id AND s.kind = :offers AND s.provider_id = wanted.provider_id)
            """;

    private Pairs() {}
}
