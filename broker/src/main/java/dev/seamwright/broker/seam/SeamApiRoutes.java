package dev.seamwright.broker.seam;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.contract.ContractJson;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Page;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.verification.VerificationJson;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.ParticipantName;
import io.javalin.http.Context;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Our API's seams. */
public final class SeamApiRoutes {
    private static final Set<String> RESULTS = Set.of("success", "failed", "unknown");

    private final ParticipantService participants;
    private final SeamService seams;

    public SeamApiRoutes(ParticipantService participants, SeamService seams) {
        this.participants = participants;
        this.seams = seams;
    }

    public void register(Api api) {
        api.get("/api/v1/seams", this::list);
    }

    private void list(Tx tx, Context ctx) {
        var page = Page.of(ctx, 3);
        var filter = new SeamService.Filter(
                id(tx, ctx, "consumer"),
                id(tx, ctx, "provider"),
                Requests.filter(ctx, "kind", word -> ContractKind.of(word).word()),
                Requests.query(ctx, "name").orElse(null),
                Requests.filter(ctx, "result", SeamApiRoutes::result),
                page.text(0),
                page.text(1),
                page.text(2),
                page.fetch());
        page.answer(
                ctx,
                seams.page(tx, filter),
                SeamApiRoutes::json,
                seam -> List.of(
                        seam.consumer().value(),
                        seam.provider().value(),
                        seam.kind().word()));
    }

    private static String result(String word) {
        if (!RESULTS.contains(word)) {
            throw new InvalidInput("result", "Use success, failed or unknown.");
        }
        return word;
    }

    private @Nullable Long id(Tx tx, Context ctx, String side) {
        return Requests.filter(ctx, side, name -> participants.id(tx, new ParticipantName(name)));
    }

    private static ObjectNode json(ListedSeam seam) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("consumer", seam.consumer().value());
        json.put("provider", seam.provider().value());
        json.put("kind", seam.kind().word());
        var verification = seam.verification();
        json.put("result", verification == null ? "unknown" : verification.success() ? "success" : "failed");
        json.set("contract", ContractJson.of(seam.contract()));
        if (verification != null) {
            json.set("verification", VerificationJson.of(verification));
        }
        json.put("createdAt", seam.createdAt().toString());
        return json;
    }
}
