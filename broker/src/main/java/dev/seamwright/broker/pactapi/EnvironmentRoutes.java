package dev.seamwright.broker.pactapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.environment.Environment;
import dev.seamwright.broker.environment.EnvironmentService;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Hal;
import dev.seamwright.broker.http.Links;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.InvalidInput;
import io.javalin.http.Context;
import java.util.List;
import java.util.stream.StreamSupport;

/** The Pact API's environments. */
public final class EnvironmentRoutes {
    private final EnvironmentService environments;

    public EnvironmentRoutes(EnvironmentService environments) {
        this.environments = environments;
    }

    public void register(Api api) {
        api.get("/environments", this::list);
        api.post("/environments", Scope.ADMIN, this::create);
        api.get("/environments/{uuid}", this::get);
        api.put("/environments/{uuid}", Scope.ADMIN, this::replace);
        api.delete("/environments/{uuid}", Scope.ADMIN, this::delete);
    }

    private void list(Tx tx, Context ctx) {
        var links = Links.of(ctx);
        var name = Requested.name(ctx, "name", EnvironmentName::new);
        var found = name == null
                ? environments.all(tx)
                : environments.find(tx, name).stream().toList();
        var items = Hal.array();
        var itemLinks = Hal.array();
        for (var environment : found) {
            items.add(EnvironmentResources.full(links, environment));
            itemLinks.add(Hal.link(EnvironmentResources.href(links, environment.id()))
                    .put("title", environment.displayName())
                    .put("name", environment.name().value()));
        }
        Answers.hal(
                ctx,
                200,
                new Hal()
                        .embed("environments", items)
                        .link("self", links.to("environments"), "Environments")
                        .link("pb:environments", itemLinks)
                        .curies(links)
                        .build());
    }

    private void create(Tx tx, Context ctx) {
        var created = environments.create(tx, details(Requests.object(ctx, Requested.JSON)));
        Sent.resource(ctx, true, EnvironmentResources.full(Links.of(ctx), created));
    }

    private void get(Tx tx, Context ctx) {
        Answers.hal(ctx, 200, EnvironmentResources.full(Links.of(ctx), asked(tx, ctx)));
    }

    private Environment asked(Tx tx, Context ctx) {
        return environments.get(tx, Requested.uuid(ctx, "uuid"));
    }

    private void replace(Tx tx, Context ctx) {
        var details = details(Requests.object(ctx, Requested.JSON));
        var replaced = environments.replace(tx, asked(tx, ctx), details);
        Sent.resource(ctx, false, EnvironmentResources.full(Links.of(ctx), replaced));
    }

    private void delete(Tx tx, Context ctx) {
        environments.delete(tx, asked(tx, ctx));
        Sent.nothing(ctx);
    }

    private static EnvironmentService.Details details(ObjectNode body) {
        return new EnvironmentService.Details(
                Requested.requiredName(body, "name", EnvironmentName::new),
                Requested.line(body, "displayName"),
                Requests.flag(body, "production")
                        .orElseThrow(() -> new InvalidInput("/production", "Is missing: give true or false.")),
                contacts(body));
    }

    private static JsonNode contacts(ObjectNode body) {
        var contacts = body.get("contacts");
        if (contacts == null || contacts.isNull()) {
            return Hal.array();
        }
        if (!contacts.isArray()) {
            throw new InvalidInput("/contacts", "Must be an array of objects with a name and details.");
        }
        for (var i = 0; i < contacts.size(); i++) {
            var pointer = "/contacts/" + i;
            var contact = contacts.get(i);
            if (!contact.path("name").isTextual()
                    || contact.path("name").textValue().isBlank()) {
                throw new InvalidInput(pointer + "/name", "Is missing: give a string that is not blank.");
            }
            if (contact.has("details") && !contact.get("details").isObject()) {
                throw new InvalidInput(pointer + "/details", "Must be an object.");
            }
            if (holdsNul(contact)) {
                throw new InvalidInput(pointer, "Holds the character U+0000: remove it.");
            }
        }
        return contacts;
    }

    /** PostgreSQL's jsonb keeps every character but this one. */
    private static boolean holdsNul(JsonNode node) {
        if (node.isTextual()) {
            return node.textValue().indexOf('\0') >= 0;
        }
        var names = node.isObject()
                ? List.copyOf(node.propertyStream().map(p -> p.getKey()).toList())
                : List.<String>of();
        return names.stream().anyMatch(name -> name.indexOf('\0') >= 0)
                || StreamSupport.stream(node.spliterator(), false).anyMatch(EnvironmentRoutes::holdsNul);
    }
}
