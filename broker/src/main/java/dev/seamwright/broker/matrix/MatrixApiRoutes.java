package dev.seamwright.broker.matrix;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.environment.EnvironmentService;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Page;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.matrix.GridStore.Cell;
import dev.seamwright.broker.participant.Participant;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.version.VersionDescription;
import dev.seamwright.broker.version.VersionJson;
import dev.seamwright.broker.version.VersionService;
import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.TagName;
import dev.seamwright.contracts.VersionNumber;
import io.javalin.http.Context;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The matrix of two participants: a page of the consumer's versions, and what versions of the provider made of their contracts. */
public final class MatrixApiRoutes {
    private static final int MOST = 200;
    private static final Set<ContractKind> KINDS = Set.of(ContractKind.PACT, ContractKind.DB_USAGE);

    private final ParticipantService participants;
    private final EnvironmentService environments;
    private final VersionService versions;

    public MatrixApiRoutes(ParticipantService participants, EnvironmentService environments, VersionService versions) {
        this.participants = participants;
        this.environments = environments;
        this.versions = versions;
    }

    public void register(Api api) {
        api.get("/api/v1/matrix", this::grid);
    }

    private void grid(Tx tx, Context ctx) {
        var page = Page.of(ctx, 2);
        if (page.limit() > MOST) {
            throw new InvalidInput("limit", "Must be a number from 1 to %d.".formatted(MOST));
        }
        var consumer = participant(tx, ctx, "consumer");
        var provider = participant(tx, ctx, "provider");
        var afterVersion = page.number(0);
        var afterKind = page.text(1);
        var query = new GridQuery(
                consumer.id(),
                which(tx, ctx, "consumer"),
                provider.id(),
                which(tx, ctx, "provider"),
                Requests.filter(ctx, "kind", MatrixApiRoutes::kind),
                afterVersion == null || afterKind == null ? null : new GridQuery.After(afterVersion, afterKind),
                page.limit(),
                Requests.query(ctx, "columns").map(MatrixApiRoutes::columns).orElse(MOST));
        answer(tx, ctx, page, query);
    }

    private void answer(Tx tx, Context ctx, Page page, GridQuery query) {
        var rows = GridStore.rows(tx.handle(), query);
        var columns = GridStore.columns(tx.handle(), query);
        var shown = columns.subList(0, Math.min(query.columns(), columns.size()));
        var contents = rows.stream().map(GridStore.Row::contentId).collect(Collectors.toSet());
        var cells = GridStore.cells(tx.handle(), contents, shown).stream()
                .sorted(Comparator.comparingLong(Cell::providerVersionId).reversed())
                .collect(Collectors.groupingBy(Cell::contentId));
        var ids = new HashSet<>(shown);
        rows.forEach(row -> ids.add(row.versionId()));
        var described = versions.describe(tx, ids);
        var json = page.json(
                rows.stream()
                        .filter(row -> described.containsKey(row.versionId()))
                        .toList(),
                row -> row(row, described, cells.getOrDefault(row.contentId(), List.of())),
                row -> List.of(Long.toString(row.versionId()), row.kind().word()));
        json.put("asOf", tx.now().toString());
        var headings = json.putArray("columns");
        for (var id : shown) {
            var version = described.get(id);
            if (version != null) {
                headings.add(VersionJson.of(version));
            }
        }
        json.put("moreColumns", columns.size() > shown.size());
        Answers.json(ctx, 200, json);
    }

    private static ObjectNode row(GridStore.Row row, Map<Long, VersionDescription> described, List<Cell> cells) {
        var json = JsonNodeFactory.instance.objectNode();
        var version = described.get(row.versionId());
        if (version != null) {
            json.set("version", VersionJson.of(version));
        }
        json.putObject("contract")
                .put("kind", row.kind().word())
                .put("sha256", row.sha256().hex());
        json.put("revision", row.revision());
        json.put("publishedAt", row.publishedAt().toString());
        var results = json.putArray("results");
        for (var cell : cells) {
            var provider = described.get(cell.providerVersionId());
            if (provider != null) {
                results.addObject()
                        .put("providerVersion", provider.number().value())
                        .put("success", cell.success())
                        .put("method", cell.method().word())
                        .put("number", cell.number())
                        .put("wip", cell.wip())
                        .put("verifiedAt", cell.verifiedAt().toString());
            }
        }
        return json;
    }

    private Participant participant(Tx tx, Context ctx, String side) {
        var name = Requests.query(ctx, side)
                .orElseThrow(() -> new InvalidInput(side, "Is missing: name the %s.".formatted(side)));
        return participants.get(tx, new ParticipantName(name));
    }

    private GridQuery.Which which(Tx tx, Context ctx, String side) {
        return new GridQuery.Which(
                Requests.filter(ctx, side + "Version", VersionNumber::new),
                Requests.filter(ctx, side + "Branch", BranchName::new),
                Requests.filter(ctx, side + "Tag", TagName::new),
                Requests.filter(ctx, side + "Environment", name -> environments.id(tx, new EnvironmentName(name))));
    }

    private static ContractKind kind(String word) {
        var kind = ContractKind.of(word);
        if (!KINDS.contains(kind)) {
            throw new InvalidInput("kind", "Must be pact or db-usage: what a consumer publishes.");
        }
        return kind;
    }

    private static int columns(String text) {
        try {
            var columns = Integer.parseInt(text);
            if (columns >= 1 && columns <= MOST) {
                return columns;
            }
        } catch (NumberFormatException notANumber) {
            throw invalidColumns();
        }
        throw invalidColumns();
    }

    private static InvalidInput invalidColumns() {
        return new InvalidInput("columns", "Must be a number from 1 to %d.".formatted(MOST));
    }
}
