package dev.seamwright.broker.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.problem.BrokerException.Unprocessable;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.schemadiff.openapi.rules.OpenApiJson;
import dev.seamwright.schemadiff.openapi.rules.OpenApiReview;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** What changed between two OpenAPI documents, and what that means. */
final class OpenApiDiffRoutes {
    private final Clock clock;

    OpenApiDiffRoutes(Clock clock) {
        this.clock = clock;
    }

    void register(Api api) {
        api.compute("/api/v1/analysis/openapi-diff", this::openApiDiff);
    }

    private void openApiDiff(Context ctx) {
        var body = Requests.object(ctx);
        var before = document(body, "before");
        var after = document(body, "after");
        Answers.json(
                ctx,
                200,
                OpenApiJson.of(OpenApiReview.of(before, after, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))));
    }

    private static OpenApiDocument document(ObjectNode body, String member) {
        var text = body.path(member);
        if (!text.isTextual()) {
            throw new InvalidInput("/" + member, "Must be a string.");
        }
        try {
            return OpenApiDocument.parse(text.textValue().getBytes(StandardCharsets.UTF_8));
        } catch (InvalidInput unreadable) {
            throw new Unprocessable("The document %s: %s".formatted(member, unreadable.getMessage()));
        }
    }
}
