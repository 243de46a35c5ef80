package dev.seamwright.broker.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.verdict.VerdictAnswers;
import dev.seamwright.contracts.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Can I merge, can I deploy, why, and in which order. */
final class VerdictTools {
    private static final int MOST_VERSIONS = 10;
    private static final int MOST_WITNESSES = 10;

    private final VerdictAnswers verdicts;

    VerdictTools(VerdictAnswers verdicts) {
        this.verdicts = verdicts;
    }

    List<Tool> all() {
        return List.of(
                new Tool(
                        "can_i_merge",
                        "Can I merge this?",
                        "Whether published versions fit the heads of all main branches, and what runs in the environments that are named.",
                        new Inputs()
                                .versions(true, "The versions that are to be merged.")
                                .text("environment", "Also what runs there.")
                                .schema(),
                        false,
                        call -> call.access().read(tx -> brief(tx, verdicts.canIMerge(tx, merge(call))))),
                new Tool(
                        "can_i_deploy",
                        "Can I deploy this?",
                        "Whether published versions can go to an environment: yes, no or unknown, with the reasons.",
                        new Inputs()
                                .versions(true, "The versions that are to be deployed.")
                                .required("environment", "Where to.")
                                .schema(),
                        false,
                        call -> call.access().read(tx -> brief(tx, verdicts.canIDeploy(tx, deploy(call))))),
                new Tool(
                        "explain_verdict",
                        "Why is the verdict what it is?",
                        "The same question as can_i_deploy, answered with every pair and the evidence: failing statements, mismatches, missing results.",
                        new Inputs()
                                .versions(true, "The versions that are asked about.")
                                .required("environment", "Where to.")
                                .schema(),
                        false,
                        call -> call.access().read(tx -> explained(tx, verdicts.canIDeploy(tx, deploy(call))))),
                new Tool(
                        "plan_rollout",
                        "In which order can these go out?",
                        "The order in which several versions can be deployed to an environment, one step after the other, and which of them only together.",
                        new Inputs()
                                .versions(true, "The versions that are to go out, at most 10.")
                                .required("environment", "Where to.")
                                .schema(),
                        false,
                        call -> call.access().read(tx -> plan(tx, call))));
    }

    private static ArrayNode versions(Call call) {
        if (!(call.arguments().get("versions") instanceof ArrayNode versions)
                || versions.isEmpty()
                || versions.size() > MOST_VERSIONS) {
            throw new InvalidInput("/versions", "Must be an array of 1 to %d versions.".formatted(MOST_VERSIONS));
        }
        return versions;
    }

    private static ObjectNode deploy(Call call) {
        return question(versions(call), call.text("environment"));
    }

    private static ObjectNode question(JsonNode versions, String environment) {
        var question = JsonNodeFactory.instance.objectNode();
        question.set("versions", versions);
        question.putObject("target").put("type", "environment").put("environment", environment);
        return question;
    }

    private static ObjectNode merge(Call call) {
        var question = JsonNodeFactory.instance.objectNode();
        question.set("versions", versions(call));
        var environment = call.text("environment", "");
        if (!environment.isEmpty()) {
            question.putArray("environments").add(environment);
        }
        return question;
    }

    private static ToolAnswer brief(Tx tx, ObjectNode verdict) {
        return answer(tx, verdict, reasons(verdict));
    }

    private static ToolAnswer answer(Tx tx, ObjectNode verdict, List<String> lines) {
        var word = verdict.path("deployable").asText();
        return new ToolAnswer(
                word,
                "The answer is %s: %d verified, %d failed, %d unknown. As of %s."
                        .formatted(
                                word,
                                verdict.path("success").asInt(),
                                verdict.path("failed").asInt(),
                                verdict.path("unknown").asInt(),
                                tx.now()),
                String.join("\n", lines));
    }

    private static List<String> reasons(ObjectNode verdict) {
        return verdict.path("reasons")
                .valueStream()
                .map(reason -> "%s: %s"
                        .formatted(
                                reason.path("level").asText(),
                                reason.path("text").asText()))
                .toList();
    }

    private static ToolAnswer explained(Tx tx, ObjectNode verdict) {
        var lines = new ArrayList<>(reasons(verdict));
        for (var row : verdict.path("rows")) {
            lines.add("%s: %s %s with %s %s, %s%s"
                    .formatted(
                            row.path("result").asText(),
                            row.path("consumer").asText(),
                            row.path("consumerVersion").asText(),
                            row.path("provider").asText(),
                            row.path("providerVersion").asText("(none there)"),
                            row.path("kind").asText(),
                            row.has("method") ? " by " + row.path("method").asText() : ""));
            row.path("statements").valueStream().limit(MOST_WITNESSES).forEach(witness -> lines.add("  " + witness));
            row.path("findings").valueStream().limit(MOST_WITNESSES).forEach(witness -> lines.add("  " + witness));
        }
        return answer(tx, verdict, lines);
    }

    /** As long as there are versions that can go with those before them, they are the next step. */
    private ToolAnswer plan(Tx tx, Call call) {
        var environment = call.text("environment");
        var left = new ArrayList<JsonNode>();
        versions(call).forEach(left::add);
        var placed = new ArrayList<JsonNode>();
        var lines = new ArrayList<String>();
        var steps = 0;
        while (!left.isEmpty()) {
            var step = left.stream()
                    .filter(version -> isYes(tx, placed, List.of(version), environment))
                    .toList();
            if (step.isEmpty()) {
                break;
            }
            steps++;
            lines.add("%d. deploy, one after the other: %s".formatted(steps, names(step)));
            placed.addAll(step);
            left.removeAll(step);
        }
        var word = "yes";
        if (!left.isEmpty()) {
            if (isYes(tx, placed, left, environment)) {
                steps++;
                word = "together";
                lines.add("%d. deploy at one time, for each alone breaks something: %s".formatted(steps, names(left)));
                lines.add("   To avoid that, split one of them in two: first accept old and new, then drop the old.");
            } else {
                word = "no";
                lines.add("cannot go: " + names(left));
                for (var version : left) {
                    lines.add(names(List.of(version)) + ":");
                    reasons(ask(tx, placed, List.of(version), environment)).forEach(reason -> lines.add("  " + reason));
                }
            }
        }
        return new ToolAnswer(
                word, "%d steps; %s. As of %s.".formatted(steps, meaning(word), tx.now()), String.join("\n", lines));
    }

    private static String meaning(String word) {
        return switch (word) {
            case "yes" -> "every version can go";
            case "together" -> "every version can go, some only at one time";
            default -> "some versions cannot go";
        };
    }

    private boolean isYes(Tx tx, List<JsonNode> placed, List<JsonNode> more, String environment) {
        return ask(tx, placed, more, environment).path("deployable").asText().equals("yes");
    }

    private ObjectNode ask(Tx tx, List<JsonNode> placed, List<JsonNode> more, String environment) {
        var versions = JsonNodeFactory.instance.arrayNode();
        placed.forEach(versions::add);
        more.forEach(versions::add);
        return verdicts.canIDeploy(tx, question(versions, environment));
    }

    private static String names(List<JsonNode> versions) {
        return versions.stream()
                .map(version -> "%s %s"
                        .formatted(
                                version.path("participant").asText(),
                                version.path("version")
                                        .asText(version.path("branch").asText())))
                .collect(Collectors.joining(", "));
    }
}
