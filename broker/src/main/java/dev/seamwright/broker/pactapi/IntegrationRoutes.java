package dev.seamwright.broker.pactapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.db.Slice;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Hal;
import dev.seamwright.broker.http.Links;
import dev.seamwright.broker.http.Paging;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.seam.Network;
import dev.seamwright.broker.seam.Seam;
import dev.seamwright.broker.seam.SeamService;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.ParticipantName;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;

/** The Pact API's integrations, and the networks that they make, for graphs. */
public final class IntegrationRoutes {
    private static final String GRAPHVIZ = "text/vnd.graphviz";
    private static final String CSV = "text/csv;charset=utf-8";
    private static final int MOST_IN_GROUP = 150;

    private final ParticipantService participants;
    private final SeamService seams;

    public IntegrationRoutes(ParticipantService participants, SeamService seams) {
        this.participants = participants;
        this.seams = seams;
    }

    public void register(Api api) {
        api.get("/integrations", this::list);
        api.delete("/integrations", Scope.ADMIN, (tx, ctx) -> {
            seams.deleteAll(tx);
            Sent.nothing(ctx);
        });
        api.delete("/integrations/provider/{provider}/consumer/{consumer}", Scope.ADMIN, (tx, ctx) -> {
            var provider = participants.get(tx, PactRoutes.provider(ctx));
            seams.delete(tx, participants.get(tx, PactRoutes.consumer(ctx)), provider);
            Sent.nothing(ctx);
        });
        api.get("/relationships", (tx, ctx) -> csv(ctx, Network.of(seams.list(tx, null, Slice.ALL))));
        api.get("/groups/{participant}", this::group);
    }

    private void list(Tx tx, Context ctx) {
        var q = Requested.search(ctx, "q");
        var paging = Paging.of(ctx);
        var found = seams.list(tx, q, paging.map(Paging::slice).orElse(Slice.ALL));
        if (String.valueOf(ctx.header("Accept")).contains(GRAPHVIZ)) {
            ctx.status(200).contentType(GRAPHVIZ + ";charset=utf-8").result(graph(found));
            return;
        }
        var links = Links.of(ctx);
        var items = Hal.array();
        found.forEach(seam -> items.add(resource(seam, links)));
        var hal = new Hal()
                .embed("integrations", items)
                .link("self", links.to("integrations"), "Integrations")
                .curies(links);
        paging.ifPresent(page -> page.describe(hal, ctx, seams.count(tx, q)));
        Answers.hal(ctx, 200, hal.build());
    }

    private static ObjectNode resource(Seam seam, Links links) {
        var consumer = Hal.object().put("name", seam.consumer().value());
        var provider = Hal.object().put("name", seam.provider().value());
        return new Hal()
                .put("consumer", consumer)
                .put("provider", provider)
                .link(
                        "pb:dashboard",
                        links.to("dashboard", "provider", seam.provider(), "consumer", seam.consumer()),
                        "How the pacts of this integration stand")
                .link(
                        "pb:matrix",
                        links.to("matrix", "provider", seam.provider(), "consumer", seam.consumer()),
                        "Matrix of this integration")
                .link("pb:group", links.to("groups", seam.consumer()), "All that is connected with it")
                .build();
    }

    /** The graph in the DOT language; names are quoted strings of it. */
    private static String graph(List<Seam> seams) {
        return seams.stream()
                .map(seam -> "  %s -> %s\n".formatted(quoted(seam.consumer()), quoted(seam.provider())))
                .collect(Collectors.joining("", "digraph {\n  node [shape=plaintext]\n", "}\n"));
    }

    private static String quoted(ParticipantName name) {
        return '"' + name.value().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private void group(Tx tx, Context ctx) {
        var participant = participants.get(tx, Requested.participant(ctx));
        var network = Network.of(seams.list(tx, null, Slice.ALL));
        csv(ctx, network.around(participant.name(), most(ctx)));
    }

    private static int most(Context ctx) {
        var given = Requests.query(ctx, "maxPacticipants");
        try {
            var most = given.map(Integer::parseInt).orElse(MOST_IN_GROUP);
            if (most >= 1) {
                return most;
            }
        } catch (NumberFormatException notANumber) {
            // refused below, with the numbers that are too small
        }
        throw new InvalidInput("maxPacticipants", "Must be a whole number from 1.");
    }

    /**
     * A row for each participant: its number in this answer, its name, three fixed columns, its place, and the numbers of its
     * providers.
     */
    private static void csv(Context ctx, Network network) {
        var names = new ArrayList<>(network.providers().keySet());
        var numbers = new HashMap<ParticipantName, Integer>();
        names.forEach(name -> numbers.put(name, numbers.size() + 1));
        var rows = new StringBuilder();
        network.providers().forEach((name, providers) -> {
            var number = numbers.get(name);
            rows.append(number).append(',').append(cell(name)).append(",1,1,0,").append(number);
            providers.forEach(provider -> rows.append(',').append(numbers.get(provider)));
            rows.append("\r\n");
        });
        ctx.status(200).contentType(CSV).result(rows.toString());
    }

    /** RFC 4180 §2. */
    private static String cell(ParticipantName name) {
        return '"' + name.value().replace("\"", "\"\"") + '"';
    }
}
