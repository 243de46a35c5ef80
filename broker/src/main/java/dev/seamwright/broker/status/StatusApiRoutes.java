package dev.seamwright.broker.status;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.environment.EnvironmentService;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Page;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.ParticipantName;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How the environments stand: each as a whole, its seams, and what runs there. */
public final class StatusApiRoutes {
    private static final int MOST_BLOCKERS = 10;
    private static final int MOST_DEPTH = 3;
    /** What a graph has at most: another page would judge all of them again. */
    private static final int MOST_SEAMS = 5000;

    private static final Set<String> VERDICTS = Set.of("yes", "no", "unknown");
    private static final Set<ContractKind> KINDS = Set.of(ContractKind.PACT, ContractKind.DB_USAGE);

    private final ParticipantService participants;
    private final EnvironmentService environments;

    public StatusApiRoutes(ParticipantService participants, EnvironmentService environments) {
        this.participants = participants;
        this.environments = environments;
    }

    public void register(Api api) {
        api.get("/api/v1/status", this::environments);
        api.get("/api/v1/status/seams", this::seams);
        api.get("/api/v1/status/board", this::board);
    }

    private void environments(Tx tx, Context ctx) {
        var environments = tx.store(StatusStore.class).environments(MOST_BLOCKERS).stream()
                .collect(Collectors.groupingBy(StatusStore.Standing::name, LinkedHashMap::new, Collectors.toList()));
        var json = JsonNodeFactory.instance.objectNode();
        json.put("asOf", tx.now().toString());
        var items = json.putArray("environments");
        for (var rows : environments.values()) {
            var standing = rows.getFirst();
            var item = items.addObject();
            item.put("environment", standing.name());
            item.put("displayName", standing.displayName());
            item.put("production", standing.production());
            item.put("verdict", standing.bad() > 0 ? "no" : standing.open() > 0 ? "unknown" : "yes");
            item.putObject("counts")
                    .put("yes", standing.good())
                    .put("no", standing.bad())
                    .put("unknown", standing.open());
            item.put("participants", standing.participants());
            var blockers = item.putArray("blockers");
            for (var row : rows) {
                var blocker = row.blocker();
                if (blocker != null) {
                    blockers.add(json(blocker));
                }
            }
        }
        Answers.json(ctx, 200, json);
    }

    private void seams(Tx tx, Context ctx) {
        var page = Page.of(ctx, 7, MOST_SEAMS);
        var filter = new StatusStore.Filter(
                Requests.filter(ctx, "environment", name -> environments.id(tx, new EnvironmentName(name))),
                participant(tx, ctx),
                Requests.query(ctx, "depth").map(StatusApiRoutes::depth).orElse(1),
                Requests.filter(ctx, "kind", StatusApiRoutes::kind),
                Requests.filter(ctx, "verdict", StatusApiRoutes::verdict),
                page.number(0),
                page.text(1),
                page.text(2),
                page.number(3),
                page.text(4),
                page.text(5),
                page.number(6),
                page.fetch());
        var json = page.json(
                tx.store(StatusStore.class).seams(filter),
                StatusApiRoutes::json,
                seam -> List.of(
                        Integer.toString(seam.condition().rank()),
                        seam.environment().value(),
                        seam.consumer().name().value(),
                        Long.toString(seam.consumer().id()),
                        seam.providerName().value(),
                        seam.kind().word(),
                        seam.provider() == null
                                ? "0"
                                : Long.toString(seam.provider().id())));
        Answers.json(ctx, 200, json.put("asOf", tx.now().toString()));
    }

    private @Nullable Long participant(Tx tx, Context ctx) {
        return Requests.filter(ctx, "participant", name -> participants.id(tx, new ParticipantName(name)));
    }

    private static int depth(String text) {
        try {
            var depth = Integer.parseInt(text);
            if (depth >= 1 && depth <= MOST_DEPTH) {
                return depth;
            }
        } catch (NumberFormatException notANumber) {
            throw invalidDepth();
        }
        throw invalidDepth();
    }

    private static InvalidInput invalidDepth() {
        return new InvalidInput("depth", "Must be a number from 1 to %d.".formatted(MOST_DEPTH));
    }

    private static String kind(String word) {
        var kind = ContractKind.of(word);
        if (!KINDS.contains(kind)) {
            throw new InvalidInput("kind", "Must be pact or db-usage: what a consumer publishes.");
        }
        return kind.word();
    }

    private static String verdict(String word) {
        if (!VERDICTS.contains(word)) {
            throw new InvalidInput("verdict", "Must be yes, no or unknown.");
        }
        return word;
    }

    private void board(Tx tx, Context ctx) {
        var page = Page.of(ctx, 1);
        var cells = tx.store(StatusStore.class).board(participant(tx, ctx), page.text(0), page.fetch());
        var rows = cells.stream()
                .collect(Collectors.groupingBy(StatusStore.Cell::participant, LinkedHashMap::new, Collectors.toList()));
        var json = page.json(
                List.copyOf(rows.values()),
                StatusApiRoutes::row,
                row -> List.of(row.getFirst().participant()));
        json.put("asOf", tx.now().toString());
        var places = json.putArray("environments");
        tx.store(StatusStore.class)
                .places()
                .forEach(place -> places.addObject()
                        .put("name", place.name())
                        .put("displayName", place.displayName())
                        .put("production", place.production()));
        Answers.json(ctx, 200, json);
    }

    private static ObjectNode row(List<StatusStore.Cell> cells) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("participant", cells.getFirst().participant());
        json.put("kind", cells.getFirst().kind());
        var columns = json.putArray("cells");
        cells.stream()
                .collect(Collectors.groupingBy(StatusStore.Cell::environment, LinkedHashMap::new, Collectors.toList()))
                .forEach((environment, there) -> {
                    var column = columns.addObject().put("environment", environment);
                    var rank = there.getFirst().rank();
                    if (rank != null) {
                        column.put("verdict", SeamStatus.Condition.of(rank).verdict());
                    }
                    var versions = column.putArray("versions");
                    there.forEach(cell -> versions.add(version(cell)));
                });
        return json;
    }

    private static ObjectNode version(StatusStore.Cell cell) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("version", cell.version());
        if (cell.branch() != null) {
            json.put("branch", cell.branch());
        }
        json.put("since", cell.since().toString());
        json.put("how", cell.released() ? "released" : "deployed");
        if (!cell.instance().isEmpty()) {
            json.put("instance", cell.instance());
        }
        return json.put("behind", cell.behind());
    }

    private static ObjectNode json(SeamStatus seam) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("environment", seam.environment().value());
        json.set(
                "consumer",
                side(seam.consumer()).put("kind", seam.consumerKind().word()));
        var provider = seam.provider() == null
                ? JsonNodeFactory.instance
                        .objectNode()
                        .put("name", seam.providerName().value())
                : side(seam.provider());
        json.set("provider", provider.put("kind", seam.providerKind().word()).put("external", seam.isExternal()));
        json.put("kind", seam.kind().word());
        json.putObject("contract")
                .put("kind", seam.kind().word())
                .put("sha256", seam.contract().hex());
        json.put("verdict", seam.condition().verdict());
        json.put("class", seam.condition().name());
        json.put("reason", seam.reason());
        json.put("next", seam.next());
        if (seam.result() != null) {
            json.put("method", seam.result().method().word());
            json.putObject("verification")
                    .put("number", seam.result().number())
                    .put("at", seam.result().at().toString());
        }
        if (seam.job() != null) {
            json.putObject("job")
                    .put("id", seam.job().id().toString())
                    .put("state", seam.job().state().word());
        }
        return json;
    }

    private static ObjectNode side(SeamStatus.Side side) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("name", side.name().value());
        json.put("version", side.version().value());
        if (side.branch() != null) {
            json.put("branch", side.branch());
        }
        return json.put("since", side.since().toString());
    }
}
