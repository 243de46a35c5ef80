package dev.seamwright.broker.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.postgres.diff.SchemaChange;
import dev.seamwright.schemadiff.postgres.diff.SchemaDiff;
import dev.seamwright.schemadiff.postgres.rules.Axes;
import dev.seamwright.schemadiff.postgres.rules.DdlReview;
import dev.seamwright.schemadiff.postgres.rules.SchemaReview;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What changed between two schemas given as DDL, and what that means. */
final class SchemaDiffRoutes {
    private static final int MOST_ROLES = 100;
    private static final int LONGEST_ROLE = 63;

    private final DdlReview review;

    SchemaDiffRoutes(Shadow shadow) {
        this.review = new DdlReview(shadow);
    }

    void register(Api api) {
        api.compute("/api/v1/analysis/schema-diff", this::schemaDiff);
    }

    private void schemaDiff(Context ctx) {
        var body = Requests.object(ctx);
        var before = Analysis.sql(body, "before", "");
        var after = Analysis.sql(body, "after", "");
        var roles = roles(body);
        var answer = Analysis.judged(
                () -> review.review(Script.parse("schema before", before), Script.parse("schema after", after), roles));
        Answers.json(ctx, 200, json(answer));
    }

    private static List<String> roles(ObjectNode body) {
        var array = body.path("roles");
        if (array.isMissingNode()) {
            return List.of();
        }
        if (!array.isArray() || array.size() > MOST_ROLES) {
            throw new InvalidInput("/roles", "Must be an array of at most %d names.".formatted(MOST_ROLES));
        }
        var roles = new ArrayList<String>();
        for (var i = 0; i < array.size(); i++) {
            var role = array.path(i).asText();
            if (!array.path(i).isTextual()
                    || role.isEmpty()
                    || role.length() > LONGEST_ROLE
                    || role.indexOf('\0') >= 0) {
                throw new InvalidInput("/roles/" + i, "Must be a name of 1 to %d characters.".formatted(LONGEST_ROLE));
            }
            roles.add(role);
        }
        return roles;
    }

    private static ObjectNode json(SchemaReview review) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("verdict", review.level().map(Level::word).orElse("identical"));
        json.putObject("before").put("hash", review.before().hash().hex());
        json.putObject("after").put("hash", review.after().hash().hex());
        var changes = json.putArray("changes");
        review.diff().changes().forEach(change -> put(changes.addObject(), change));
        var findings = json.putArray("findings");
        for (var found : review.findings()) {
            var item = findings.addObject();
            Analysis.put(item, found.finding());
            put(item.putObject("axes"), found.axes());
        }
        renames(json, review.diff());
        var unmodelled = json.putObject("unmodelled");
        review.before().unmodelled().forEach(unmodelled.putObject("before")::put);
        review.after().unmodelled().forEach(unmodelled.putObject("after")::put);
        return json;
    }

    private static void put(ObjectNode item, SchemaChange change) {
        item.put(
                        "change",
                        switch (change) {
                            case SchemaChange.Added added -> "added";
                            case SchemaChange.Removed removed -> "removed";
                            case SchemaChange.Changed changed -> "changed";
                        })
                .put("kind", change.key().kind().label());
        change.key().identity().forEach(item.putArray("identity")::add);
        if (change instanceof SchemaChange.Changed changed) {
            var differences = item.putObject("differences");
            changed.differences().forEach((member, difference) -> {
                var values = differences.putObject(member);
                put(values, "before", difference.before());
                put(values, "after", difference.after());
            });
        }
    }

    private static void put(ObjectNode values, String side, @Nullable JsonNode value) {
        if (value != null) {
            values.put(side, value.isTextual() ? value.textValue() : value.toString());
        }
    }

    private static void put(ObjectNode item, Axes axes) {
        item.put("lock", axes.lock().mode())
                .put("blocks", axes.lock().blocks())
                .put("work", axes.work().word())
                .put("readers", axes.readers().word())
                .put("prepared", axes.prepared().word());
        var writers = item.putArray("writers");
        axes.writers().forEach(writer -> writers.add(writer.word()));
        item.put("meaning", axes.meaning().word())
                .put("access", axes.access().word())
                .put("dataLost", axes.dataLost().word())
                .put("oldConsumerFails", axes.oldConsumerFails().word())
                .put("newConsumerFails", axes.newConsumerFails().word());
    }

    private static void renames(ObjectNode json, SchemaDiff diff) {
        var renames = json.putArray("renames");
        for (var candidate : diff.renames()) {
            var item = renames.addObject().put("kind", candidate.before().kind().label());
            candidate.before().identity().forEach(item.putArray("before")::add);
            candidate.after().identity().forEach(item.putArray("after")::add);
        }
    }
}
