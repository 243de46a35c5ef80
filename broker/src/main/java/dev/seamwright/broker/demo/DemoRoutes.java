package dev.seamwright.broker.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.problem.BrokerException.Conflict;
import dev.seamwright.broker.token.Scope;
import io.javalin.http.Context;

/** Loads the example into an empty workspace. */
public final class DemoRoutes {
    private final Demo demo;

    public DemoRoutes(Demo demo) {
        this.demo = demo;
    }

    public void register(Api api) {
        api.post("/api/v1/example", Scope.ADMIN, this::load);
    }

    private void load(Tx tx, Context ctx) {
        switch (demo.load(tx)) {
            case LOADED -> Answers.json(ctx, 201, questions());
            case PRESENT -> Answers.json(ctx, 200, questions());
            case REFUSED ->
                throw new Conflict(
                        "The workspace '%s' has participants or environments of its own, and the example is for empty ones: make another workspace for it."
                                .formatted(tx.caller().workspace()));
        }
    }

    private static ObjectNode questions() {
        var json = JsonNodeFactory.instance.objectNode();
        var list = json.putArray("questions");
        for (var question : Demo.QUESTIONS) {
            list.addObject()
                    .put("participant", question.participant())
                    .put("version", question.version())
                    .put("environment", question.environment())
                    .put("answer", question.answer());
        }
        return json;
    }
}
