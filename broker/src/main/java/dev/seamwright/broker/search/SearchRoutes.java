package dev.seamwright.broker.search;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.contracts.InvalidInput;
import io.javalin.http.Context;

/** Participants, environments, versions and contracts by what they are called. */
public final class SearchRoutes {
    private static final int LONGEST = 200;

    public void register(Api api) {
        api.get("/api/v1/search", SearchRoutes::find);
    }

    private static void find(Tx tx, Context ctx) {
        var text = Requests.query(ctx, "q").map(String::strip).orElse("");
        if (text.isEmpty() || text.length() > LONGEST) {
            throw new InvalidInput("q", "Must have from 1 to %d characters.".formatted(LONGEST));
        }
        var json = JsonNodeFactory.instance.objectNode();
        var items = json.putArray("items");
        for (var found : tx.store(SearchStore.class).find(text)) {
            var item = items.addObject();
            item.put("type", found.type());
            item.put("name", found.name());
            if (found.participant() != null) {
                item.put("participant", found.participant());
            }
            if (found.detail() != null) {
                item.put("detail", found.detail());
            }
        }
        Answers.json(ctx, 200, json);
    }
}
