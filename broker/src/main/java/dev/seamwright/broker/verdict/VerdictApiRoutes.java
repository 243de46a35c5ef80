package dev.seamwright.broker.verdict;

import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Requests;

/** Our API's verdicts: can I deploy, can I merge. */
public final class VerdictApiRoutes {
    private final VerdictAnswers answers;

    public VerdictApiRoutes(VerdictAnswers answers) {
        this.answers = answers;
    }

    public void register(Api api) {
        api.ask(
                "/api/v1/verdicts/can-i-deploy",
                (tx, ctx) -> Answers.json(ctx, 200, answers.canIDeploy(tx, Requests.object(ctx))));
        api.ask(
                "/api/v1/verdicts/can-i-merge",
                (tx, ctx) -> Answers.json(ctx, 200, answers.canIMerge(tx, Requests.object(ctx))));
    }
}
