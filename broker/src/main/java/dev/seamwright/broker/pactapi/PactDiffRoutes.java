package dev.seamwright.broker.pactapi;

import static dev.seamwright.broker.pactapi.PactRoutes.PAIR;

import dev.seamwright.broker.contract.ContractService;
import dev.seamwright.broker.contract.PactSelector;
import dev.seamwright.broker.contract.PublishedPact;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.problem.BrokerException.TooMuchWork;
import dev.seamwright.contracts.VersionNumber;
import dev.seamwright.contracts.pact.Pact;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.function.Function;

/** What changed from one pact to another, as plain text. */
public final class PactDiffRoutes {
    /** Both documents together, in bytes: the work grows with them. */
    private static final int LARGEST = 32 * 1024 * 1024;

    private final ContractService contracts;

    public PactDiffRoutes(ContractService contracts) {
        this.contracts = contracts;
    }

    public void register(Api api) {
        api.get(PAIR + "/version/{version}/diff/previous-distinct", this::previous);
        between(
                api,
                PAIR + "/version/{version}/diff/version/{otherVersion}",
                ctx -> new PactSelector.OfVersion(PactRoutes.version(ctx)),
                ctx -> new PactSelector.OfVersion(new VersionNumber(ctx.pathParam("otherVersion"))));
        between(
                api,
                PAIR + "/pact-version/{sha}/diff/pact-version/{otherSha}",
                ctx -> new PactSelector.OfContent(ctx.pathParam("sha")),
                ctx -> new PactSelector.OfContent(ctx.pathParam("otherSha")));
    }

    private void previous(Tx tx, Context ctx) {
        var version = PactRoutes.version(ctx);
        var pact = pact(tx, ctx, new PactSelector.OfVersion(version));
        Optional<PublishedPact> before = contracts.find(
                tx, PactRoutes.consumer(ctx), PactRoutes.provider(ctx), new PactSelector.PreviousDistinct(version));
        if (before.isPresent()) {
            answer(ctx, before.get(), pact);
        } else {
            text(
                    ctx,
                    "The pact between %s (%s) and %s is the first with its content: there is no other one before it.\n"
                            .formatted(pact.consumer(), version, pact.provider()));
        }
    }

    private void between(
            Api api, String path, Function<Context, PactSelector> after, Function<Context, PactSelector> before) {
        api.get(path, (tx, ctx) -> answer(ctx, pact(tx, ctx, before.apply(ctx)), pact(tx, ctx, after.apply(ctx))));
    }

    private PublishedPact pact(Tx tx, Context ctx, PactSelector selector) {
        return contracts.get(tx, PactRoutes.consumer(ctx), PactRoutes.provider(ctx), selector);
    }

    private static void answer(Context ctx, PublishedPact before, PublishedPact after) {
        var heading = "Pact between %s and %s, from version %s (%s) to version %s (%s)\n\n"
                .formatted(
                        after.consumer(),
                        after.provider(),
                        before.version(),
                        before.sha(),
                        after.version(),
                        after.sha());
        var diff = before.contentId() == after.contentId() ? "" : diff(before, after);
        text(ctx, heading + (diff.isEmpty() ? "The contents are the same.\n" : diff));
    }

    private static String diff(PublishedPact before, PublishedPact after) {
        var old = before.body().bytes();
        var current = after.body().bytes();
        if (old.length + current.length > LARGEST) {
            throw new TooMuchWork(
                    "The two pacts have %d bytes together, and at most %d are compared: fetch and compare them."
                            .formatted(old.length + current.length, LARGEST));
        }
        return Pact.diff(
                Pact.parse(old).withoutInteractionIds(), Pact.parse(current).withoutInteractionIds());
    }

    private static void text(Context ctx, String text) {
        ctx.status(200).contentType(Answers.TEXT).result(text);
    }
}
