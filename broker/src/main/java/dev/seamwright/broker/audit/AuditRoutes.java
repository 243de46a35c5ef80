package dev.seamwright.broker.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Page;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.json.Json;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** HTTP for the audit log. */
public final class AuditRoutes {
    private final AuditService audit;

    public AuditRoutes(AuditService audit) {
        this.audit = audit;
    }

    public void register(Api routes) {
        routes.read(HandlerType.GET, "/api/v1/audit/entries", Scope.ADMIN, this::list);
        routes.read(HandlerType.GET, "/api/v1/audit/verify", Scope.ADMIN, this::verify);
    }

    private void list(Tx tx, Context ctx) {
        var page = Page.of(ctx, 1);
        var filter = AuditService.Filter.of(
                Requests.query(ctx, "principal").orElse(null),
                Requests.query(ctx, "action").orElse(null),
                Requests.filter(ctx, "since", text -> Requests.time("since", text)),
                Requests.filter(ctx, "until", text -> Requests.time("until", text)),
                page);
        var ascending = switch (Requests.query(ctx, "order").orElse("descending")) {
            case "ascending" -> true;
            case "descending" -> false;
            default -> throw new InvalidInput("order", "Must be 'ascending' or 'descending'.");
        };
        page.answer(
                ctx,
                audit.list(tx, filter, ascending),
                AuditRoutes::json,
                entry -> List.of(Long.toString(entry.seq())));
    }

    private void verify(Tx tx, Context ctx) {
        var result = audit.verify(tx);
        var json = JsonNodeFactory.instance.objectNode();
        json.put("intact", result instanceof AuditChain.Intact);
        json.put("entries", result.entries());
        json.put("head", result.head().hex());
        if (result instanceof AuditChain.Broken broken) {
            json.put("brokenAt", broken.at());
            json.put("cause", broken.cause());
        }
        Answers.json(ctx, 200, json);
    }

    private static JsonNode json(AuditEntry entry) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("seq", entry.seq());
        json.put("at", entry.at().toString());
        var written = written(entry);
        json.put("principal", written.path("principal").asText());
        json.set("changes", written.path("changes"));
        json.put("entry", entry.entry());
        json.put("hash", entry.hash().hex());
        return json;
    }

    /** What the entry says; an entry that somebody made unreadable still has its place in the list. */
    private static JsonNode written(AuditEntry entry) {
        try {
            var written = Json.parse(entry.entry().getBytes(StandardCharsets.UTF_8));
            if (written.path("principal").isTextual() && written.path("changes").isArray()) {
                return written;
            }
        } catch (InvalidInput tampered) {
            return unreadable();
        }
        return unreadable();
    }

    private static JsonNode unreadable() {
        var entry = JsonNodeFactory.instance.objectNode().put("principal", "unreadable");
        entry.putArray("changes").addObject().put("action", "entry.unreadable");
        return entry;
    }
}
