package dev.seamwright.broker.mcp;

import dev.seamwright.broker.impact.Workbench;
import dev.seamwright.broker.mcp.RecordedContracts.Recorded;
import dev.seamwright.broker.problem.BrokerException.Unprocessable;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.openapi.rules.OpenApiReport;
import dev.seamwright.schemadiff.openapi.rules.OpenApiReview;
import dev.seamwright.schemadiff.postgres.rules.SchemaReview;
import dev.seamwright.schemadiff.report.Reported;
import dev.seamwright.schemadiff.report.TextReport;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Contracts themselves, and what differs between two of them. */
final class ContractTools {
    private final RecordedContracts contracts;
    private final Workbench workbench;
    private final Clock clock;

    ContractTools(RecordedContracts contracts, Workbench workbench, Clock clock) {
        this.contracts = contracts;
        this.workbench = workbench;
        this.clock = clock;
    }

    List<Tool> all() {
        return List.of(
                new Tool(
                        "contract_for",
                        "What must I honour?",
                        "The part of the recorded contract that an operation, a schema, a table or a column is, with what it refers to; not the whole document.",
                        new Inputs()
                                .required("participant", "The database or API provider.")
                                .required(
                                        "element",
                                        "Of a database 'orders' or 'orders.discount'; of an API 'GET /orders/{id}', an operationId, or a JSON pointer into its document.")
                                .text(
                                        "version",
                                        "Of the participant; without it the newest that has published a contract.")
                                .schema(),
                        false,
                        this::slice),
                new Tool(
                        "diff_contracts",
                        "What differs between two versions?",
                        "What changed between the contracts of two versions of a participant, by meaning: breaking, risky, safe; each with its remedy.",
                        new Inputs()
                                .required("participant", "The database or API provider.")
                                .required("before", "A version.")
                                .text("after", "A version; without it the newest that has published a contract.")
                                .text("openapi", "In place of a version after: an OpenAPI document.")
                                .schema(),
                        false,
                        this::diff));
    }

    private ToolAnswer slice(Call call) {
        var name = new ParticipantName(call.text("participant"));
        var element = call.text("element");
        return call.access().read(tx -> {
            var recorded = contracts.of(tx, name, call.text("version", ""));
            var slice = switch (recorded) {
                case Recorded.Api api ->
                    Slice.of(OpenApiDocument.parse(api.document()), element).toPrettyString();
                case Recorded.Database database -> Slice.of(database.schema(), element);
            };
            return new ToolAnswer(
                    "found",
                    "As of %s.".formatted(tx.now()),
                    "version %s\n%s".formatted(recorded.version().number().value(), slice));
        });
    }

    private record Pair(Recorded before, Recorded after) {}

    private ToolAnswer diff(Call call) {
        var name = new ParticipantName(call.text("participant"));
        var document = call.text("openapi", "");
        var pair = call.access().read(tx -> {
            var before = contracts.of(tx, name, call.text("before"));
            return new Pair(
                    before,
                    document.isEmpty()
                            ? contracts.of(tx, name, call.text("after", ""))
                            : new Recorded.Api(before.version(), document.getBytes(StandardCharsets.UTF_8)));
        });
        return workbench.run(() -> {
            var findings = findings(pair);
            var level = findings.stream()
                    .map(reported -> reported.finding().level())
                    .min(Level::compareTo)
                    .map(Level::word)
                    .orElse("identical");
            return new ToolAnswer(
                    level,
                    "The heaviest change is: %s; %d findings.".formatted(level, findings.size()),
                    findings.isEmpty() ? "no difference" : TextReport.of(findings));
        });
    }

    private List<Reported> findings(Pair pair) {
        if (pair.before() instanceof Recorded.Api before && pair.after() instanceof Recorded.Api after) {
            try {
                return OpenApiReport.of(
                        OpenApiReview.of(
                                OpenApiDocument.parse(before.document()),
                                OpenApiDocument.parse(after.document()),
                                LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)),
                        "openapi");
            } catch (InvalidInput refused) {
                throw new Unprocessable("A document cannot be read: " + refused.getMessage());
            }
        }
        if (pair.before() instanceof Recorded.Database before && pair.after() instanceof Recorded.Database after) {
            return SchemaReview.Draft.of(before.schema(), after.schema()).withoutWitness().findings().stream()
                    .map(found -> new Reported(found.finding(), null))
                    .toList();
        }
        throw new InvalidInput("/openapi", "Is not for a database: name a version after.");
    }
}
