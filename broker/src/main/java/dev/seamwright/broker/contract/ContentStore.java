package dev.seamwright.broker.contract;

import dev.seamwright.contracts.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;
import org.jspecify.annotations.Nullable;

/** Contents by hash. */
final class ContentStore {
    private static final String FIND =
            "SELECT content_id, sha256, pact_sha FROM content WHERE kind = ? AND sha256 = ANY (?)";
    // sorted by hash, so that two publishes of the same new contents wait for each other in one order
    private static final String CREATE = """
            INSERT INTO content (kind, sha256, consumer_id, provider_id, pact_sha, body, body_bytes, created_at)
            VALUES (:kind, :sha256, :consumer, :provider, :pactSha, :body, :bytes, :now)
            ON CONFLICT (workspace_id, kind, sha256) DO NOTHING
            RETURNING content_id
            """;

    private ContentStore() {}

    /**
     * A stored content.
     *
     * @param pactSha null: no pact
     */
    record Content(long id, Sha256 sha256, @Nullable String pactSha) {}

    /**
     * A document that is to be stored.
     *
     * @param consumerId null, as {@code providerId}: a document that is not about one pair
     * @param pactSha null: no pact
     */
    record Draft(
            String kind,
            Sha256 sha256,
            @Nullable Long consumerId,
            @Nullable Long providerId,
            @Nullable String pactSha,
            Body body) {}

    /** Makes the body when it is needed: only for a content that is new. */
    interface Body {
        byte[] bytes();
    }

    /** The ids of the drafts' contents by hash; what is new is stored. */
    static Map<Sha256, Content> ensure(Handle handle, String kind, Collection<Draft> drafts, Instant now) {
        var found = find(handle, kind, drafts);
        var missing = new ArrayList<>(drafts);
        missing.removeIf(draft -> found.containsKey(draft.sha256()));
        missing.sort((a, b) -> a.sha256().hex().compareTo(b.sha256().hex()));
        for (var draft : missing) {
            create(handle, draft, now)
                    .ifPresent(id -> found.put(draft.sha256(), new Content(id, draft.sha256(), draft.pactSha())));
        }
        if (!found.keySet().containsAll(drafts.stream().map(Draft::sha256).toList())) {
            return find(handle, kind, drafts); // somebody else stored the rest meanwhile, and has committed
        }
        return found;
    }

    private static Map<Sha256, Content> find(Handle handle, String kind, Collection<Draft> drafts) {
        var hashes = drafts.stream().map(draft -> draft.sha256().bytes()).toArray(byte[][]::new);
        var found = new HashMap<Sha256, Content>();
        handle.createQuery(FIND)
                .bind(0, kind)
                .bind(1, (Argument) (position, statement, ctx) ->
                        statement.setArray(position, statement.getConnection().createArrayOf("bytea", hashes)))
                .map((row, ctx) -> new Content(row.getLong(1), Sha256.of(row.getBytes(2)), row.getString(3)))
                .forEach(content -> found.put(content.sha256(), content));
        return found;
    }

    private static Optional<Long> create(Handle handle, Draft draft, Instant now) {
        var body = draft.body().bytes();
        return handle.createQuery(CREATE)
                .bind("kind", draft.kind())
                .bind("sha256", draft.sha256())
                .bind("consumer", draft.consumerId())
                .bind("provider", draft.providerId())
                .bind("pactSha", draft.pactSha())
                .bind("body", Deflated.deflate(body))
                .bind("bytes", body.length)
                .bind("now", now)
                .mapTo(Long.class)
                .findOne();
    }

    /** The body of a content. */
    static byte[] body(Handle handle, long contentId) {
        return Deflated.inflate(handle.createQuery("SELECT body FROM content WHERE content_id = ?")
                .bind(0, contentId)
                .map((row, ctx) -> List.of(row.getBytes(1)))
                .one()
                .getFirst());
    }
}
