package dev.seamwright.cli.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.cli.Table;
import dev.seamwright.cli.setup.Change.Create;
import dev.seamwright.cli.setup.Change.Delete;
import dev.seamwright.cli.setup.Change.FieldChange;
import dev.seamwright.cli.setup.Change.Update;
import dev.seamwright.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A plan for people and for programs. No secret is in it. */
public final class PlanReport {
    private static final int LONGEST_VALUE = 200;

    private PlanReport() {}

    /** A block for each change, and a line that counts them. */
    public static String text(Plan plan) {
        var text = new StringBuilder();
        for (var change : plan.changes()) {
            var sign = switch (change) {
                case Create _ -> '+';
                case Update _ -> '~';
                case Delete _ -> '-';
            };
            line(text, "%c %s %s%s".formatted(sign, change.key().kind().word(), change.title(), history(change)));
            fields(change).forEach(field -> line(text, "    " + words(change, field)));
        }
        for (var actual : plan.leftAlone()) {
            line(
                    text,
                    "  %s %s stays, although it is no longer in the file; --prune deletes it"
                            .formatted(actual.key().kind().word(), actual.title()));
        }
        if (plan.hasChanges() || !plan.leftAlone().isEmpty()) {
            text.append('\n');
        }
        return text.append(summary(plan)).append('\n').toString();
    }

    private static String summary(Plan plan) {
        if (!plan.hasChanges()) {
            return "Nothing to change: %s as the file says.%s"
                    .formatted(counted(plan.unchanged(), "thing is", "things are"), takenOver(plan));
        }
        return "%d to create, %d to change, %d to delete, %d as the file says.%s"
                .formatted(
                        count(plan, Create.class),
                        count(plan, Update.class),
                        count(plan, Delete.class),
                        plan.unchanged(),
                        takenOver(plan));
    }

    private static String takenOver(Plan plan) {
        return plan.takenOver() == 0
                ? ""
                : " %s from now on to the set-up %s."
                        .formatted(
                                counted(
                                        plan.takenOver(),
                                        "thing that was there belongs",
                                        "things that were there belong"),
                                plan.setup().name());
    }

    static String counted(int count, String one, String several) {
        return count + " " + (count == 1 ? one : several);
    }

    static long count(Plan plan, Class<? extends Change> kind) {
        return plan.changes().stream().filter(kind::isInstance).count();
    }

    private static void line(StringBuilder text, String line) {
        text.append(Table.oneLine(line)).append('\n');
    }

    private static String history(Change change) {
        return change instanceof Delete delete && delete.hasHistory()
                ? switch (change.key().kind()) {
                    case PARTICIPANT -> ", with its versions and contracts";
                    case ENVIRONMENT -> ", with its deployments and releases";
                    case WEBHOOK -> "";
                }
                : "";
    }

    private static List<FieldChange> fields(Change change) {
        return switch (change) {
            case Create create -> create.fields();
            case Update update -> update.fields();
            case Delete _ -> List.of();
        };
    }

    private static String words(Change change, FieldChange field) {
        if (field.secret() != null) {
            return "%s: (secret) %s".formatted(field.field(), field.secret());
        }
        return change instanceof Create
                ? "%s: %s".formatted(field.field(), value(field.after()))
                : "%s: %s -> %s".formatted(field.field(), value(field.before()), value(field.after()));
    }

    private static String value(JsonNode json) {
        if (json.isNull()) {
            return "none";
        }
        var text = new String(Json.write(json), StandardCharsets.UTF_8);
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
    }

    /** The same for programs. */
    public static JsonNode json(Plan plan) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("setup", plan.setup().name());
        json.put("differs", plan.hasChanges());
        var changes = json.putArray("changes");
        for (var change : plan.changes()) {
            var object = changes.addObject();
            object.put(
                    "action",
                    switch (change) {
                        case Create _ -> "create";
                        case Update _ -> "update";
                        case Delete _ -> "delete";
                    });
            thing(object, change.key().kind(), change.key().name(), change.title());
            if (change instanceof Delete delete) {
                object.put("hasHistory", delete.hasHistory());
            } else {
                var fields = object.putArray("fields");
                fields(change).forEach(field -> field(fields, field));
            }
        }
        var left = json.putArray("leftAlone");
        plan.leftAlone()
                .forEach(actual -> thing(
                        left.addObject(), actual.key().kind(), actual.key().name(), actual.title()));
        json.put("unchanged", plan.unchanged());
        json.put("takenOver", plan.takenOver());
        return json;
    }

    private static void thing(ObjectNode object, Kind kind, String name, String title) {
        object.put("kind", kind.word()).put("name", name);
        if (!title.equals(name)) {
            object.put("title", title);
        }
    }

    private static void field(ArrayNode fields, FieldChange field) {
        var object = fields.addObject().put("field", field.field());
        if (field.secret() != null) {
            object.put("secret", field.secret());
        } else {
            object.set("before", field.before());
            object.set("after", field.after());
        }
    }

    /** What has been done, one line a change. */
    static String done(Change change) {
        var word = switch (change) {
            case Create _ -> "created";
            case Update _ -> "changed";
            case Delete _ -> "deleted";
        };
        return Table.oneLine("%s %s: %s".formatted(change.key().kind().word(), change.title(), word));
    }

    /** How far an attempt came that failed. */
    static List<String> howFar(Plan plan, int done) {
        var lines = new ArrayList<String>();
        if (done < plan.changes().size()) {
            var change = plan.changes().get(done);
            lines.add(Table.oneLine(
                    "%s %s: not done".formatted(change.key().kind().word(), change.title())));
        }
        lines.add("%d of %d changes are done. Correct the cause and apply again: it goes on from here."
                .formatted(done, plan.changes().size()));
        return lines;
    }
}
