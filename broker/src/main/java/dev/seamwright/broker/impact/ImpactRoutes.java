package dev.seamwright.broker.impact;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Requests;
import io.javalin.http.Context;
import java.util.function.Function;

/** Our API's answer to what breaks. */
public final class ImpactRoutes {
    private final ImpactService impacts;

    public ImpactRoutes(ImpactService impacts) {
        this.impacts = impacts;
    }

    public void register(Api api) {
        api.compute("/api/v1/impact", ctx -> Answers.json(ctx, 200, answer(api, ctx, Requests.envelope(ctx))));
    }

    private ObjectNode answer(Api api, Context ctx, ObjectNode question) {
        return impacts.answer(question, new ImpactService.Reader() {
            @Override
            public <T> T read(Function<Tx, T> work) {
                return api.inRead(ctx, work);
            }
        });
    }
}
