package dev.seamwright.broker.setup;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Page;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.contracts.InvalidInput;
import io.javalin.http.Context;
import java.util.List;

/**
 * HTTP for set-ups. Administrators alone write them: whoever could add members could have somebody else delete what was in no file. They alone
 * see the fingerprints of secrets, with which a weak secret could be guessed.
 */
public final class SetupRoutes {
    private static final String ONE = "/api/v1/setups/{setup}";

    private final SetupService setups;

    public SetupRoutes(SetupService setups) {
        this.setups = setups;
    }

    public void register(Api api) {
        api.get("/api/v1/setups", this::list);
        api.get(ONE, this::show);
        api.put(ONE, Scope.ADMIN, this::put);
    }

    private void list(Tx tx, Context ctx) {
        var page = Page.of(ctx, 1);
        page.answer(
                ctx,
                setups.page(tx, page.text(0), page.fetch()),
                setup -> json(tx, setup),
                setup -> List.of(setup.name().value()));
    }

    private void show(Tx tx, Context ctx) {
        Answers.json(ctx, 200, json(tx, setups.get(tx, name(ctx))));
    }

    private void put(Tx tx, Context ctx) {
        var body = Requests.object(ctx);
        var revision = body.path("revision");
        if (!revision.isInt() || revision.intValue() < 0) {
            throw new InvalidInput(
                    "/revision", "Is missing: give the revision that you read, and 0 where there was no set-up.");
        }
        var saved = setups.put(tx, name(ctx), revision.intValue(), SetupMembers.read(body));
        Answers.json(ctx, saved.created() ? 201 : 200, json(tx, saved.setup()));
    }

    private static SetupName name(Context ctx) {
        return new SetupName(ctx.pathParam("setup"));
    }

    private static ObjectNode json(Tx tx, Setup setup) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("name", setup.name().value());
        json.put("revision", setup.revision());
        var members = json.putArray("members");
        for (var member : setup.members()) {
            var shown = members.addObject().setAll((ObjectNode) member);
            if (tx.caller().scope() != Scope.ADMIN) {
                ((ObjectNode) shown).remove("secrets");
            }
        }
        json.put("updatedAt", setup.updatedAt().toString());
        return json;
    }
}
