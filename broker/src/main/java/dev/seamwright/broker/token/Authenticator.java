package dev.seamwright.broker.token;

import dev.seamwright.broker.problem.BrokerException.Unauthorized;
import dev.seamwright.broker.workspace.WorkspaceDirectory;
import dev.seamwright.contracts.Sha256;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who calls. A token comes as {@code Authorization: Bearer}, or, for clients of old, as user name or password of
 * basic authentication. Without authentication everybody is the operator of all workspaces, and {@code Seamwright-Workspace} chooses one.
 */
public final class Authenticator {
    /** The header that names the workspace, for callers that are not bound to one by their token. */
    public static final String WORKSPACE_HEADER = "Seamwright-Workspace";

    private static final String FIND = """
            SELECT t.token_id, t.name, t.scope, t.expires_at, t.revoked_at, w.name AS workspace
              FROM token t JOIN workspace w USING (workspace_id)
             WHERE t.hash = ?
            """;

    private final boolean required;
    private final @Nullable Sha256 operatorToken;
    private final WorkspaceDirectory workspaces;
    private final TokenUse use;

    /**
     * @param required false: no authentication, for a broker that only this machine reaches
     * @param operatorToken the operator's secret; null: there is none, and workspaces are made offline
     */
    public Authenticator(
            boolean required, @Nullable String operatorToken, WorkspaceDirectory workspaces, TokenUse use) {
        this.required = required;
        this.operatorToken =
                operatorToken == null ? null : Sha256.ofContent(operatorToken.getBytes(StandardCharsets.UTF_8));
        this.workspaces = workspaces;
        this.use = use;
    }

    /** @throws Unauthorized when authentication is required and there is nothing that could be checked */
    public Credentials credentials(Context ctx) {
        var secret = secret(ctx.header("Authorization"));
        if (secret.isEmpty()) {
            if (required) {
                throw new Unauthorized(
                        "Send an API token: 'Authorization: Bearer swt_…', or as the password of basic authentication.");
            }
            return everywhere(ctx, "local");
        }
        if (isOperator(secret.get())) {
            return everywhere(ctx, "operator");
        }
        var token = Token.parse(secret.get());
        if (token.isPresent()) {
            return new TokenCredentials(token.get(), use);
        }
        if (required) {
            throw new Unauthorized("The API token is unknown, expired or revoked.");
        }
        return everywhere(ctx, "local"); // old clients send whatever user and password they are configured with
    }

    private Caller everywhere(Context ctx, String principal) {
        var name = Optional.ofNullable(ctx.header(WORKSPACE_HEADER)).orElse(WorkspaceDirectory.DEFAULT);
        return new Caller(workspaces.id(name), name, principal, Scope.ADMIN, true);
    }

    private boolean isOperator(String secret) {
        return operatorToken != null
                && MessageDigest.isEqual(
                        operatorToken.bytes(),
                        Sha256.ofContent(secret.getBytes(StandardCharsets.UTF_8))
                                .bytes());
    }

    private static Optional<String> secret(@Nullable String authorization) {
        if (authorization == null) {
            return Optional.empty();
        }
        var space = authorization.indexOf(' ');
        var value = authorization.substring(space + 1).trim();
        return switch (authorization.substring(0, Math.max(space, 0)).toLowerCase(Locale.ROOT)) {
            case "bearer" -> Optional.of(value);
            case "basic" -> basic(value);
            default -> Optional.empty();
        };
    }

    private static Optional<String> basic(String value) {
        String pair;
        try {
            pair = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            throw new Unauthorized("The Authorization header is not basic authentication (RFC 7617).");
        }
        var colon = pair.indexOf(':');
        var user = colon < 0 ? pair : pair.substring(0, colon);
        var password = colon < 0 ? "" : pair.substring(colon + 1);
        return Optional.of(password.isEmpty() || user.startsWith("swt_") ? user : password);
    }

    private record TokenCredentials(Token token, TokenUse use) implements Credentials {
        @Override
        public int workspaceId() {
            return token.workspaceId();
        }

        @Override
        public Caller authenticate(Handle handle, Instant now) {
            record Found(
                    java.util.UUID id,
                    String name,
                    String scope,
                    @Nullable Instant expires,
                    @Nullable Instant revoked,
                    String workspace) {}
            var found = handle.createQuery(FIND)
                    .bind(0, token.hash())
                    .map((row, ctx) -> new Found(
                            row.getObject(1, java.util.UUID.class),
                            row.getString(2),
                            row.getString(3),
                            dev.seamwright.broker.db.Values.instant(row, 4),
                            dev.seamwright.broker.db.Values.instant(row, 5),
                            row.getString(6)))
                    .findOne()
                    .filter(t -> t.revoked() == null)
                    .filter(t -> t.expires() == null || t.expires().isAfter(now))
                    .orElseThrow(() -> new Unauthorized("The API token is unknown, expired or revoked."));
            use.seen(token.workspaceId(), found.id(), now);
            return new Caller(
                    token.workspaceId(), found.workspace(), "token:" + found.name(), Scope.of(found.scope()), false);
        }
    }
}
