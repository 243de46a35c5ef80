package dev.seamwright.broker.token;

import dev.seamwright.broker.db.Transactor;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** When each token was used last: noted in memory, written now and then, so that a read stays a read. */
public final class TokenUse {
    private final Map<Key, Instant> seen = new ConcurrentHashMap<>();

    private record Key(int workspaceId, UUID tokenId) {}

    void seen(int workspaceId, UUID tokenId, Instant now) {
        seen.put(new Key(workspaceId, tokenId), now);
    }

    /** When this broker last saw the token since it last wrote that down; null: not since then. */
    @Nullable
    Instant lastSeen(int workspaceId, UUID tokenId) {
        return seen.get(new Key(workspaceId, tokenId));
    }

    /** Writes what was noted since the last time; called by a recurring job and at shutdown. */
    public void flush(Transactor transactor) {
        var byWorkspace = new HashMap<Integer, Map<UUID, Instant>>();
        for (var key : List.copyOf(seen.keySet())) {
            var at = seen.remove(key);
            if (at != null) {
                byWorkspace
                        .computeIfAbsent(key.workspaceId(), w -> new HashMap<>())
                        .put(key.tokenId(), at);
            }
        }
        byWorkspace.forEach((workspace, tokens) ->
                transactor.write(new Caller(workspace, "", "broker", Scope.PUBLISH, false), tx -> {
                    var batch = tx.handle()
                            .prepareBatch(
                                    "UPDATE token SET last_used_at = greatest(last_used_at, :at) WHERE token_id = :id");
                    tokens.forEach(
                            (id, at) -> batch.bind("id", id).bind("at", at).add());
                    return batch.execute();
                }));
    }
}
