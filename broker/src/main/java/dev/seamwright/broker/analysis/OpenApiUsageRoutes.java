package dev.seamwright.broker.analysis;

import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.verifier.footprint.DocumentUsage;
import dev.seamwright.verifier.footprint.DocumentUsage.User;
import dev.seamwright.verifier.footprint.UsageJson;
import io.javalin.http.Context;
import java.util.List;

/** Who uses which part of an OpenAPI document. */
final class OpenApiUsageRoutes {
    void register(Api api) {
        api.compute("/api/v1/analysis/openapi-usage", this::usage);
    }

    private void usage(Context ctx) {
        var body = Requests.object(ctx);
        var document = OpenApiTexts.document(body, "openapi");
        if (!body.path("consumers").isArray()) {
            throw new InvalidInput("/consumers", "Must be an array of consumers.");
        }
        var consumers = OpenApiTexts.consumers(body);
        var pointer = Requests.text(body, "pointer");
        var usage = OpenApiTexts.judged("A pact cannot be judged", () -> DocumentUsage.of(document, consumers));
        var users = pointer == null ? List.<User>of() : usage.users(pointer);
        Answers.json(ctx, 200, UsageJson.of(pointer, users, usage.unused()));
    }
}
