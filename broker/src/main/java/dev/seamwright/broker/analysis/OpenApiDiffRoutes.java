package dev.seamwright.broker.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.schemadiff.openapi.policy.Policy;
import dev.seamwright.schemadiff.openapi.rules.Dimension;
import dev.seamwright.schemadiff.openapi.rules.OpenApiJson;
import dev.seamwright.schemadiff.openapi.rules.OpenApiReview;
import dev.seamwright.verifier.footprint.ConsumerImpact;
import dev.seamwright.verifier.footprint.ImpactJson;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

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
        var before = OpenApiTexts.document(body, "before");
        var after = OpenApiTexts.document(body, "after");
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        var review = policy(body).apply(OpenApiReview.of(before, after, today, dimensions(body)), today);
        if (!body.has("consumers")) {
            Answers.json(ctx, 200, OpenApiJson.of(review));
            return;
        }
        var consumers = OpenApiTexts.consumers(body);
        var impact = OpenApiTexts.judged("A pact cannot be judged", () -> ConsumerImpact.of(review, consumers));
        Answers.json(ctx, 200, ImpactJson.of(review, impact));
    }

    /** Those that are asked for; the wire, if none are. */
    private static Set<Dimension> dimensions(ObjectNode body) {
        if (!body.has("dimensions")) {
            return Set.of(Dimension.WIRE);
        }
        var known = Arrays.stream(Dimension.values()).collect(Collectors.toMap(Dimension::word, one -> one));
        var dimensions = EnumSet.noneOf(Dimension.class);
        for (var word : Requests.texts(body, "dimensions")) {
            var dimension = known.get(word);
            if (dimension == null) {
                throw new InvalidInput("/dimensions", "Must be wire, codegen, or both.");
            }
            dimensions.add(dimension);
        }
        if (dimensions.isEmpty()) {
            throw new InvalidInput("/dimensions", "Must be wire, codegen, or both.");
        }
        return dimensions;
    }

    private static Policy policy(ObjectNode body) {
        var text = Requests.text(body, "policy");
        return text == null
                ? Policy.NONE
                : OpenApiTexts.judged("The policy", () -> Policy.parse(text.getBytes(StandardCharsets.UTF_8)));
    }
}
