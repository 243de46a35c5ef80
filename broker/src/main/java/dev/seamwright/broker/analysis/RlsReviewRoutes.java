package dev.seamwright.broker.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.problem.BrokerException.Unprocessable;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.dbusage.Identity.PoolMode;
import dev.seamwright.schemadiff.postgres.rls.ReviewedRoles;
import dev.seamwright.schemadiff.postgres.rls.ReviewedSchema;
import dev.seamwright.schemadiff.postgres.rls.RlsJson;
import dev.seamwright.schemadiff.postgres.rls.RlsReview;
import dev.seamwright.schemadiff.postgres.rls.RlsReview.NotReviewable;
import dev.seamwright.schemadiff.postgres.rls.RlsReview.Question;
import dev.seamwright.schemadiff.postgres.rls.SessionSetup;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a schema keeps tenants apart, by acting as one of them. */
final class RlsReviewRoutes {
    private static final int MOST_SCRIPTS = 1_000;

    private final RlsReview review;

    RlsReviewRoutes(Shadow shadow) {
        this.review = new RlsReview(shadow);
    }

    void register(Api api) {
        api.compute("/api/v1/analysis/rls-review", this::rlsReview);
    }

    private void rlsReview(Context ctx) {
        var body = Requests.object(ctx);
        var question = new Question(
                new ReviewedRoles.Made(Script.parse("roles", body.has("roles") ? Analysis.sql(body, "roles", "") : "")),
                new ReviewedSchema.Sql(scripts(body, "schema")),
                Analysis.sql(body, "role", ""),
                new SessionSetup.Statements(
                        Script.parse("session", body.has("session") ? Analysis.sql(body, "session", "") : "")),
                pool(body));
        var before = body.has("before") ? scripts(body, "before") : null;
        var answer = Analysis.judged(() -> {
            try {
                return before == null
                        ? review.review(question)
                        : review.compare(new ReviewedSchema.Sql(before), question);
            } catch (NotReviewable wrong) {
                throw new Unprocessable(String.valueOf(wrong.getMessage()));
            }
        });
        Answers.json(ctx, 200, RlsJson.of(answer));
    }

    private static @Nullable PoolMode pool(ObjectNode body) {
        if (!body.has("pool")) {
            return null;
        }
        return Arrays.stream(PoolMode.values())
                .filter(mode -> mode.word().equals(body.path("pool").asText()))
                .findFirst()
                .orElseThrow(() -> new InvalidInput("/pool", "Must be session, transaction or statement."));
    }

    /** SQL in one text, or in several that follow one another. */
    private static List<Script> scripts(ObjectNode body, String member) {
        var value = body.path(member);
        if (!value.isArray()) {
            return List.of(Script.parse(member, Analysis.sql(body, member, "")));
        }
        if (value.size() > MOST_SCRIPTS) {
            throw new InvalidInput("/" + member, "Must have at most %d items.".formatted(MOST_SCRIPTS));
        }
        var scripts = new ArrayList<Script>();
        for (var i = 0; i < value.size(); i++) {
            scripts.add(Script.parse(member, text(value.get(i), "/%s/%d".formatted(member, i))));
        }
        return scripts;
    }

    private static String text(JsonNode item, String place) {
        var wrapper = JsonNodeFactory.instance.objectNode();
        wrapper.set(place.substring(place.lastIndexOf('/') + 1), item);
        return Analysis.sql(
                wrapper, place.substring(place.lastIndexOf('/') + 1), place.substring(0, place.lastIndexOf('/')));
    }
}
