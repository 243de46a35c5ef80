package dev.seamwright.broker.pactapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.http.Answers;
import io.javalin.http.Context;

/** The answers that writes of the Pact API have in common. */
final class Sent {
    private Sent() {}

    /** The resource: with 201 and its Location when it is new, else with 200. */
    static void resource(Context ctx, boolean created, ObjectNode resource) {
        if (created) {
            ctx.header("Location", resource.at("/_links/self/href").textValue());
        }
        Answers.hal(ctx, created ? 201 : 200, resource);
    }

    static void nothing(Context ctx) {
        ctx.status(204);
    }
}
