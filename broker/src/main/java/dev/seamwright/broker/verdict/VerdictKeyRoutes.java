package dev.seamwright.broker.verdict;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;

/** The key with which a workspace's verdicts are signed. */
public final class VerdictKeyRoutes {
    private final VerdictSigner signer;

    public VerdictKeyRoutes(VerdictSigner signer) {
        this.signer = signer;
    }

    public void register(Api api) {
        api.get("/api/v1/verdicts/key", (tx, ctx) -> {
            var key = signer.published(tx.caller().workspace());
            Answers.json(
                    ctx,
                    200,
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("keyId", key.id())
                            .put("algorithm", "ed25519")
                            .put("publicKey", key.publicKey()));
        });
    }
}
