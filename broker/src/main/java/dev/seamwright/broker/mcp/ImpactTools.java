package dev.seamwright.broker.mcp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.broker.impact.ImpactService;
import dev.seamwright.broker.impact.WhoUses;
import dev.seamwright.contracts.ParticipantName;
import java.util.List;

/** Whom a change hits, and who uses what. */
final class ImpactTools {
    private final ImpactService impacts;
    private final WhoUses whoUses;

    ImpactTools(ImpactService impacts, WhoUses whoUses) {
        this.impacts = impacts;
        this.whoUses = whoUses;
    }

    List<Tool> all() {
        return List.of(
                new Tool(
                        "impact_of_change",
                        "What breaks if I change this?",
                        """
                        Ask before you write a change of an API or a database: who breaks, in which environments, with the proof, and the safe way. \
                        Give exactly one of question, ddl, openapi, json_patch, merge_patch and diff. Changes nothing.""",
                        new Inputs()
                                .text(
                                        "participant",
                                        "The database or API provider that changes; may be left out where one database alone has what is named.")
                                .text(
                                        "question",
                                        "A sentence about a database: 'What breaks if I drop orders.discount?', 'rename orders.total to amount', 'make orders.email required'.")
                                .text("ddl", "SQL for a database.")
                                .text("openapi", "The whole OpenAPI document after the change, JSON or YAML.")
                                .objects("json_patch", "RFC 6902 operations on the recorded OpenAPI document.")
                                .object("merge_patch", "RFC 7396 merge patch of the recorded OpenAPI document.")
                                .text("diff", "git diff of the recorded OpenAPI document, or of new .sql files.")
                                .schema(),
                        false,
                        this::impact),
                new Tool(
                        "who_uses",
                        "Who uses this?",
                        "Which versions of which consumers use a table, a column, an operation or a field, and where they run.",
                        new Inputs()
                                .required("participant", "The database or API provider.")
                                .required(
                                        "element",
                                        "Of a database 'orders' or 'orders.discount'; of an API 'GET /orders/{id}', an operationId, or a JSON pointer into its document.")
                                .schema(),
                        false,
                        this::whoUses));
    }

    private ToolAnswer impact(Call call) {
        var question = JsonNodeFactory.instance.objectNode();
        call.arguments().properties().forEach(argument -> {
            switch (argument.getKey()) {
                case "json_patch" -> question.set("jsonPatch", argument.getValue());
                case "merge_patch" -> question.set("mergePatch", argument.getValue());
                case Inputs.CONTINUE, Inputs.MAX_CHARS -> {}
                default -> question.set(argument.getKey(), argument.getValue());
            }
        });
        var answer = impacts.answer(question, call.access());
        var word = answer.path("breaks").asText();
        return new ToolAnswer(
                word,
                "Breaks: %s. As of %s.".formatted(word, answer.path("asOf").asText()),
                answer.path("text").asText());
    }

    private ToolAnswer whoUses(Call call) {
        var name = new ParticipantName(call.text("participant"));
        var element = call.text("element");
        return call.access().read(tx -> {
            var users = whoUses.of(tx, name, element);
            return new ToolAnswer(
                    users.users() == 0 ? "nobody" : "found",
                    "%d versions of consumers are known to use it. As of %s.".formatted(users.users(), tx.now()),
                    users.lines().isEmpty() ? "nobody is known to use it" : String.join("\n", users.lines()));
        });
    }
}
