package dev.seamwright.broker.environment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Page;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.InvalidInput;
import io.javalin.http.Context;
import java.util.List;

/** Our API's environments. */
public final class EnvironmentApiRoutes {
    private static final String ONE = "/api/v1/environments/{environment}";

    private final EnvironmentService environments;

    public EnvironmentApiRoutes(EnvironmentService environments) {
        this.environments = environments;
    }

    public void register(Api api) {
        api.get("/api/v1/environments", this::list);
        api.get(ONE, this::show);
        api.put(ONE, Scope.ADMIN, this::put);
        api.delete(ONE, Scope.ADMIN, this::delete);
    }

    private void list(Tx tx, Context ctx) {
        var page = Page.of(ctx, 1);
        page.answer(
                ctx,
                environments.page(tx, page.text(0), page.fetch()),
                EnvironmentApiRoutes::json,
                environment -> List.of(environment.name().value()));
    }

    private void show(Tx tx, Context ctx) {
        Answers.json(ctx, 200, json(environments.get(tx, name(ctx))));
    }

    private void put(Tx tx, Context ctx) {
        var body = Requests.object(ctx);
        var details = new EnvironmentService.Details(
                name(ctx),
                Requests.line(body, "displayName"),
                Requests.flag(body, "production")
                        .orElseThrow(() -> new InvalidInput("/production", "Is missing: give true or false.")),
                contacts(body));
        var before = environments.find(tx, details.name());
        var after =
                before.isPresent() ? environments.replace(tx, before.get(), details) : environments.create(tx, details);
        Answers.json(ctx, before.isPresent() ? 200 : 201, json(after));
    }

    private void delete(Tx tx, Context ctx) {
        environments.delete(tx, environments.get(tx, name(ctx)));
        ctx.status(204);
    }

    private static EnvironmentName name(Context ctx) {
        return new EnvironmentName(ctx.pathParam("environment"));
    }

    private static JsonNode contacts(ObjectNode body) {
        var contacts = JsonNodeFactory.instance.arrayNode();
        var given = body.path("contacts");
        if (!given.isMissingNode() && !given.isNull() && !given.isArray()) {
            throw new InvalidInput("/contacts", "Must be an array of objects with a name and details.");
        }
        for (var contact : given) {
            var pointer = "/contacts/" + contacts.size();
            if (!(contact instanceof ObjectNode)) {
                throw new InvalidInput(pointer, "Must be an object with a name and details.");
            }
            var kept = contacts.addObject().put("name", text(contact.path("name"), pointer + "/name"));
            var details = contact.path("details");
            if (details.isObject()) {
                var copy = kept.putObject("details");
                for (var detail : details.properties()) {
                    var place = pointer + "/details/"
                            + detail.getKey().replace("~", "~0").replace("/", "~1");
                    copy.put(Requests.oneLine(place, detail.getKey()), text(detail.getValue(), place));
                }
            } else if (!details.isMissingNode() && !details.isNull()) {
                throw new InvalidInput(pointer + "/details", "Must be an object whose members are strings.");
            }
        }
        return contacts;
    }

    private static String text(JsonNode node, String pointer) {
        if (!node.isTextual() || node.textValue().isBlank()) {
            throw new InvalidInput(pointer, "Must be a string that is not blank.");
        }
        return Requests.oneLine(pointer, node.textValue());
    }

    private static ObjectNode json(Environment environment) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("id", environment.id().toString());
        json.put("name", environment.name().value());
        json.put("displayName", environment.displayName());
        json.put("production", environment.production());
        json.set("contacts", contactsJson(environment.contacts()));
        json.put("createdAt", environment.createdAt().toString());
        json.put("updatedAt", environment.updatedAt().toString());
        return json;
    }

    /** The Pact API keeps contacts as they were given; here their details are strings. */
    private static JsonNode contactsJson(JsonNode given) {
        var contacts = JsonNodeFactory.instance.arrayNode();
        for (var contact : given) {
            var json = contacts.addObject().put("name", contact.path("name").asText());
            if (contact.path("details") instanceof ObjectNode details) {
                var copy = json.putObject("details");
                details.properties()
                        .forEach(detail -> copy.put(
                                detail.getKey(),
                                detail.getValue().isTextual()
                                        ? detail.getValue().textValue()
                                        : detail.getValue().toString()));
            }
        }
        return contacts;
    }
}
