package dev.seamwright.broker.token;

import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Page;
import dev.seamwright.broker.problem.BrokerException.Conflict;
import dev.seamwright.broker.problem.BrokerException.NotFound;
import dev.seamwright.contracts.InvalidInput;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes, lists and revokes API tokens. */
public final class TokenService {
    /**
     * A token that was made just now.
     *
     * @param secret its text, which is stored nowhere
     */
    public record Created(TokenRecord token, Token secret) {}

    /**
     * Makes a token in the transaction's workspace.
     *
     * @param expiresAt null: never
     * @throws dev.seamwright.broker.problem.BrokerException.Forbidden when the scope is wider than the caller's own
     * @throws Conflict when a token that is not revoked has the name
     * @throws InvalidInput when it would have expired already
     */
    public Created create(Tx tx, TokenName name, Scope scope, @Nullable Instant expiresAt) {
        tx.caller().require(scope);
        if (expiresAt != null && !expiresAt.isAfter(tx.now())) {
            throw new InvalidInput("/expiresAt", "Is in the past: give a time after %s.".formatted(tx.now()));
        }
        var secret = Token.generate(tx.caller().workspaceId());
        var id = UUID.randomUUID();
        var store = tx.store(TokenStore.class);
        var made = store.create(
                id,
                name.value(),
                secret.hash(),
                scope.word(),
                tx.now(),
                tx.caller().principal(),
                expiresAt);
        if (made == 0) {
            throw new Conflict(
                    "There is a token '%s' already: revoke it first, or choose another name.".formatted(name.value()));
        }
        tx.audit("token.create")
                .put("token", id.toString())
                .put("name", name.value())
                .put("scope", scope.word());
        return new Created(get(tx, id), secret);
    }

    /** Tokens by name, up to {@link Page#fetch()} of them. */
    public List<TokenRecord> list(Tx tx, Page page) {
        return tx.store(TokenStore.class).list(page.text(0), page.uuid(1), page.fetch());
    }

    /** @throws NotFound when the workspace has no such token */
    public TokenRecord get(Tx tx, UUID id) {
        return tx.store(TokenStore.class).find(id).orElseThrow(() -> unknown(id.toString()));
    }

    /**
     * Lets nobody in with the token from the next request on.
     *
     * @throws NotFound when the workspace has no such token
     */
    public void revoke(Tx tx, UUID id) {
        var token = get(tx, id);
        if (tx.store(TokenStore.class).revoke(id, tx.now()) == 1) {
            tx.audit("token.revoke").put("token", id.toString()).put("name", token.name());
        }
    }

    static NotFound unknown(String id) {
        return new NotFound("There is no token with the id '%s'.".formatted(id));
    }
}
