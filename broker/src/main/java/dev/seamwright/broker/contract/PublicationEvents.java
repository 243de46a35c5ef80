package dev.seamwright.broker.contract;

import dev.seamwright.broker.contract.ContractService.Outcome;
import dev.seamwright.broker.contract.ContractService.Result;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.webhook.WebhookEvent;
import dev.seamwright.broker.webhook.WebhookEventType;
import dev.seamwright.broker.webhook.WebhookService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The events of a publication, raised in its transaction. Where no enabled webhook waits for any of them, that is found out with one
 * statement, and nothing else is looked at.
 */
final class PublicationEvents {
    private static final Set<WebhookEventType> TYPES = Set.of(
            WebhookEventType.CONTRACT_PUBLISHED,
            WebhookEventType.CONTRACT_CONTENT_CHANGED,
            WebhookEventType.CONTRACT_REQUIRING_VERIFICATION_PUBLISHED);

    // The content before this one: on each branch of the version; if it has none, with each of its tags; else of any
    // version.
    // Each is read from its newest version back, and only as far as the first pact with the provider.
    private static final String BEFORE = """
            WITH branches AS (
                SELECT b.branch_id, b.name FROM branch_version bv JOIN branch b USING (branch_id) WHERE bv.version_id = :version),
            line AS (
                SELECT 'branch' AS kind, name, branch_id FROM branches
                 UNION ALL
                SELECT 'tag', t.name, NULL FROM tag t WHERE t.version_id = :version AND NOT EXISTS (SELECT FROM branches)
                 UNION ALL
                SELECT 'any', '', NULL
                 WHERE NOT EXISTS (SELECT FROM branches) AND NOT EXISTS (SELECT FROM tag t WHERE t.version_id = :version))
            SELECT given.provider_id, line.kind, line.name, before.content_id, given.content_id
              FROM unnest(:providers, :contents) AS given (provider_id, content_id)
              CROSS JOIN line
              LEFT JOIN LATERAL (
                    (SELECT p.content_id FROM branch_version o JOIN publication p ON p.version_id = o.version_id
                        AND p.kind = 'pact' AND p.provider_id = given.provider_id
                      WHERE line.kind = 'branch' AND o.branch_id = line.branch_id AND o.version_id <> :version
                      ORDER BY o.version_id DESC LIMIT 1)
                     UNION ALL
                    (SELECT p.content_id FROM tag o JOIN publication p ON p.version_id = o.version_id
                        AND p.kind = 'pact' AND p.provider_id = given.provider_id
                      WHERE line.kind = 'tag' AND o.participant_id = :consumer AND o.name = line.name AND o.version_id <> :version
                      ORDER BY o.version_id DESC LIMIT 1)
                     UNION ALL
                    (SELECT p.content_id FROM publication p
                      WHERE line.kind = 'any' AND p.participant_id = :consumer AND p.provider_id = given.provider_id
                        AND p.kind = 'pact' AND p.version_id <> :version
                      ORDER BY p.version_id DESC LIMIT 1)) before ON true
             ORDER BY given.provider_id, line.name
            """;

    // the provider versions that must work with the content and have no result for it, each once
    private static final String UNVERIFIED = """
            SELECT given.provider_id, needed.version_id, string_agg(needed.why, ', ' ORDER BY needed.why)
              FROM unnest(:providers, :contents) AS given (provider_id, content_id)
              CROSS JOIN LATERAL (
                    SELECT b.head_version_id AS version_id, 'newest version from main branch ' || b.name AS why
                      FROM participant p JOIN branch b ON b.participant_id = p.participant_id AND b.name = p.main_branch
                     WHERE p.participant_id = given.provider_id AND b.head_version_id IS NOT NULL
                     UNION
                    SELECT d.version_id, 'deployed to ' || e.name
                      FROM deployment d JOIN environment e USING (environment_id)
                     WHERE d.participant_id = given.provider_id AND d.ended_at IS NULL
                     UNION
                    SELECT r.version_id, 'released in ' || e.name
                      FROM release r JOIN environment e USING (environment_id)
                     WHERE r.participant_id = given.provider_id AND r.support_ended_at IS NULL) needed
             WHERE NOT EXISTS (SELECT FROM latest_verification lv
                                WHERE lv.content_id = given.content_id AND lv.provider_version_id = needed.version_id
                                  AND lv.method = 'replay')
             GROUP BY given.provider_id, needed.version_id
             ORDER BY given.provider_id, needed.version_id
            """;

    private final WebhookService webhooks;

    PublicationEvents(WebhookService webhooks) {
        this.webhooks = webhooks;
    }

    /**
     * What happened, for people.
     *
     * @param detected by provider id, the events with their reasons; empty when nobody waits for any
     * @param triggered how many webhooks will be sent
     */
    record Raised(Map<Long, List<String>> detected, int triggered) {
        static final Raised NOTHING = new Raised(Map.of(), 0);
    }

    Raised raise(Tx tx, long consumerId, long versionId, List<Result> results, String baseUrl) {
        if (results.isEmpty()) {
            return Raised.NOTHING;
        }
        var providers = results.stream().map(result -> result.provider().id()).toArray(Long[]::new);
        var contents = results.stream().map(Result::contentId).toArray(Long[]::new);
        var wanted = webhooks.wanted(tx, TYPES, consumerId, providers);
        if (wanted.isEmpty()) {
            return Raised.NOTHING;
        }
        var changes = changes(tx, consumerId, versionId, providers, contents);
        var unverified = wanted.contains(WebhookEventType.CONTRACT_REQUIRING_VERIFICATION_PUBLISHED)
                ? unverified(tx, providers, contents)
                : Map.<Long, List<Unverified>>of();
        var detected = new HashMap<Long, List<String>>();
        var events = new ArrayList<WebhookEvent>();
        for (var result : results) {
            var provider = result.provider().id();
            var told = new ArrayList<String>();
            told.add(WebhookEventType.CONTRACT_PUBLISHED.word());
            var about = new About(consumerId, provider, versionId, result.contentId(), baseUrl);
            events.add(about.event(WebhookEventType.CONTRACT_PUBLISHED, null));
            var change = change(result.outcome(), changes.get(provider));
            if (change != null) {
                told.add("%s (%s)".formatted(WebhookEventType.CONTRACT_CONTENT_CHANGED.word(), change));
                events.add(about.event(WebhookEventType.CONTRACT_CONTENT_CHANGED, null));
            }
            for (var needed : unverified.getOrDefault(provider, List.of())) {
                told.add("%s (%s)"
                        .formatted(WebhookEventType.CONTRACT_REQUIRING_VERIFICATION_PUBLISHED.word(), needed.why()));
                events.add(about.event(WebhookEventType.CONTRACT_REQUIRING_VERIFICATION_PUBLISHED, needed));
            }
            detected.put(provider, told);
        }
        return new Raised(detected, webhooks.raiseAll(tx, events));
    }

    private record About(long consumerId, long providerId, long versionId, long contentId, String baseUrl) {
        WebhookEvent event(WebhookEventType type, @Nullable Unverified needed) {
            return new WebhookEvent(
                    type,
                    consumerId,
                    providerId,
                    versionId,
                    contentId,
                    needed == null ? null : needed.versionId(),
                    needed == null ? null : needed.why(),
                    null,
                    baseUrl);
        }
    }

    /** Why the content counts as changed; null: it does not. The same again for the same version, a retry, changes nothing. */
    private static @Nullable String change(Outcome outcome, @Nullable String comparedToBefore) {
        return switch (outcome) {
            case CREATED -> comparedToBefore;
            case UNCHANGED -> null;
            case REPLACED, MERGED -> "this version had another content before";
        };
    }

    /** By provider, the first reason why its content is another one than before. */
    private static Map<Long, String> changes(
            Tx tx, long consumerId, long versionId, Long[] providers, Long[] contents) {
        var changes = new HashMap<Long, String>();
        tx.handle()
                .createQuery(BEFORE)
                .bind("version", versionId)
                .bind("consumer", consumerId)
                .bind("providers", providers)
                .bind("contents", contents)
                .map((row, ctx) -> {
                    var before = row.getLong(4);
                    var isFirst = row.wasNull();
                    if (isFirst || before != row.getLong(5)) {
                        var where = switch (row.getString(2)) {
                            case "branch" -> " from branch " + row.getString(3);
                            case "tag" -> " with tag " + row.getString(3);
                            default -> "";
                        };
                        changes.putIfAbsent(
                                row.getLong(1),
                                isFirst ? "first pact" + where : "content differs from the pact before" + where);
                    }
                    return isFirst;
                })
                .forEach(done -> {});
        return changes;
    }

    private record Unverified(long versionId, String why) {}

    private static Map<Long, List<Unverified>> unverified(Tx tx, Long[] providers, Long[] contents) {
        var unverified = new HashMap<Long, List<Unverified>>();
        tx.handle()
                .createQuery(UNVERIFIED)
                .bind("providers", providers)
                .bind("contents", contents)
                .map((row, ctx) -> Map.entry(row.getLong(1), new Unverified(row.getLong(2), row.getString(3))))
                .forEach(entry -> unverified
                        .computeIfAbsent(entry.getKey(), id -> new ArrayList<>())
                        .add(entry.getValue()));
        return unverified;
    }
}
