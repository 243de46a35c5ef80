package dev.seamwright.schemadiff.postgres.load;

import dev.seamwright.contracts.dbschema.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Rules, triggers, event triggers, policies, statistics, publications, subscriptions. */
final class BehaviourPrinter {
    private final Contents contents;
    private final Printout out;

    BehaviourPrinter(Contents contents, Printout out) {
        this.contents = contents;
        this.out = out;
    }

    void print() {
        contents.all(Kind.RULE).forEach(rule -> {
            out.add(Phase.BEHAVIOUR, rule, rule.text("definition"));
            state(rule, "RULE", "");
        });
        contents.all(Kind.TRIGGER).forEach(this::trigger);
        contents.all(Kind.POLICY).forEach(this::policy);
        contents.all(Kind.STATISTICS).forEach(this::statistics);
        contents.all(Kind.PUBLICATION).forEach(this::publication);
        contents.all(Kind.PUBLICATION_TABLE).forEach(this::publicationTable);
        contents.all(Kind.SUBSCRIPTION).forEach(this::subscription);
        contents.all(Kind.EVENT_TRIGGER).forEach(this::eventTrigger);
    }

    private void trigger(Item trigger) {
        if (trigger.is("inherited")) {
            // the partition has it from its parent, in a state of its own
            out.add(
                    Phase.STATES,
                    trigger,
                    "ALTER TABLE ONLY %s %s TRIGGER %s".formatted(trigger.qualified(), verb(trigger), trigger.name()));
            return;
        }
        out.add(Phase.BEHAVIOUR, trigger, trigger.text("definition"));
        if (trigger.has("enabled")) {
            out.add(
                    Phase.BEHAVIOUR,
                    trigger,
                    "ALTER TABLE %s %s TRIGGER %s".formatted(trigger.qualified(), verb(trigger), trigger.name()));
        }
    }

    private void state(Item item, String type, String only) {
        if (item.has("enabled")) {
            out.add(
                    Phase.STATES,
                    item,
                    "ALTER TABLE %s%s %s %s %s".formatted(only, item.qualified(), verb(item), type, item.name()));
        }
    }

    private static String verb(Item item) {
        return switch (item.text("enabled")) {
            case "disabled" -> "DISABLE";
            case "replica" -> "ENABLE REPLICA";
            case "always" -> "ENABLE ALWAYS";
            default -> "ENABLE";
        };
    }

    private void policy(Item policy) {
        out.add(
                Phase.BEHAVIOUR,
                policy,
                "CREATE POLICY %s ON %s AS %s FOR %s TO %s%s%s"
                        .formatted(
                                policy.name(),
                                policy.qualified(),
                                policy.is("permissive") ? "PERMISSIVE" : "RESTRICTIVE",
                                policy.text("command").toUpperCase(Locale.ROOT),
                                Sql.texts(policy.get("roles"))
                                        .map(role -> Sql.role(out.target().known(role)))
                                        .collect(Collectors.joining(", ")),
                                policy.has("using") ? " USING (" + policy.text("using") + ")" : "",
                                policy.has("check") ? " WITH CHECK (" + policy.text("check") + ")" : ""));
    }

    private void statistics(Item statistics) {
        out.add(Phase.BEHAVIOUR, statistics, statistics.text("definition"));
        if (statistics.has("target")) {
            out.add(
                    Phase.BEHAVIOUR,
                    statistics,
                    "ALTER STATISTICS " + statistics.qualified() + " SET STATISTICS " + statistics.text("target"));
        }
    }

    private void publication(Item publication) {
        var published = new ArrayList<String>();
        for (var operation : new String[] {"insert", "update", "delete", "truncate"}) {
            if (publication.is(operation)) {
                published.add(operation);
            }
        }
        out.add(
                Phase.BEHAVIOUR,
                publication,
                "CREATE PUBLICATION %s%s WITH (publish = %s%s%s)"
                        .formatted(
                                publication.name(),
                                publication.is("allTables") ? " FOR ALL TABLES" : "",
                                Sql.literal(String.join(", ", published)),
                                publication.is("viaRoot") ? ", publish_via_partition_root = true" : "",
                                publication.clause(", publish_generated_columns = ", "generatedColumns")));
        Sql.texts(publication.get("schemas"))
                .forEach(schema -> out.add(
                        Phase.STATES,
                        publication,
                        "ALTER PUBLICATION " + publication.name() + " ADD TABLES IN SCHEMA " + Sql.name(schema)));
    }

    private void publicationTable(Item table) {
        out.add(
                Phase.STATES,
                table,
                "ALTER PUBLICATION %s ADD TABLE ONLY %s%s%s"
                        .formatted(
                                table.name(),
                                table.qualified(),
                                table.has("columns") ? " (" + Sql.names(table.get("columns")) + ")" : "",
                                table.has("filter") ? " WHERE (" + table.text("filter") + ")" : ""));
    }

    /** With an address that leads nowhere: the real one is a secret, and nothing is to be connected. */
    private void subscription(Item subscription) {
        var options = new ArrayList<String>();
        options.add("connect = false");
        options.add("slot_name = " + (subscription.has("slot") ? Sql.literal(subscription.text("slot")) : "NONE"));
        option(options, subscription, "synchronousCommit", "synchronous_commit");
        option(options, subscription, "binary", "binary");
        option(options, subscription, "streaming", "streaming");
        option(options, subscription, "twoPhase", "two_phase");
        option(options, subscription, "disableOnError", "disable_on_error");
        option(options, subscription, "passwordRequired", "password_required");
        option(options, subscription, "runAsOwner", "run_as_owner");
        option(options, subscription, "origin", "origin");
        option(options, subscription, "failover", "failover");
        out.add(
                Phase.STATES,
                subscription,
                "CREATE SUBSCRIPTION %s CONNECTION 'host=unknown.invalid' PUBLICATION %s WITH (%s)"
                        .formatted(
                                subscription.name(),
                                Sql.names(subscription.get("publications")),
                                String.join(", ", options)));
        if (subscription.is("enabled")) {
            out.impossible(subscription, "a subscription is not enabled here, since it would connect");
        }
    }

    private static void option(List<String> options, Item item, String member, String option) {
        if (item.has(member)) {
            options.add(option + " = " + Sql.literal(item.text(member)));
        }
    }

    private void eventTrigger(Item trigger) {
        var tags = Sql.texts(trigger.get("tags")).map(Sql::literal).collect(Collectors.joining(", "));
        out.add(
                Phase.END,
                trigger,
                "CREATE EVENT TRIGGER %s ON %s%s EXECUTE FUNCTION %s()"
                        .formatted(
                                trigger.name(),
                                Sql.name(trigger.text("event")),
                                tags.isEmpty() ? "" : " WHEN TAG IN (" + tags + ")",
                                trigger.text("function")));
        // none may act on the statements about the others
        out.add(Phase.END, trigger, "ALTER EVENT TRIGGER " + trigger.name() + " DISABLE");
    }
}
