package dev.seamwright.broker.pactapi;

import dev.seamwright.broker.contract.ContractService;
import dev.seamwright.broker.contract.ContractService.Outcome;
import dev.seamwright.broker.contract.ContractService.PactDraft;
import dev.seamwright.broker.contract.ContractService.Publish;
import dev.seamwright.broker.contract.OnConflict;
import dev.seamwright.broker.contract.PactDocuments;
import dev.seamwright.broker.contract.PactSelector;
import dev.seamwright.broker.contract.PublishedPact;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Links;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.TagName;
import dev.seamwright.contracts.VersionNumber;
import io.javalin.http.Context;
import java.util.List;
import java.util.function.Function;

/** A pact and its versions. */
public final class PactRoutes {
    static final String PAIR = "/pacts/provider/{provider}/consumer/{consumer}";

    private final ContractService contracts;

    public PactRoutes(ContractService contracts) {
        this.contracts = contracts;
    }

    public void register(Api api) {
        for (var pair : List.of(PAIR, "/pact/provider/{provider}/consumer/{consumer}")) { // the second is deprecated
            serve(api, pair + "/version/{version}", PactRoutes::ofVersion);
            serve(api, pair + "/latest", ctx -> new PactSelector.Latest());
            api.put(pair + "/version/{version}", Scope.PUBLISH, (tx, ctx) -> publish(tx, ctx, OnConflict.OVERWRITE));
            api.patch(pair + "/version/{version}", Scope.PUBLISH, (tx, ctx) -> publish(tx, ctx, OnConflict.MERGE));
        }
        serve(api, PAIR + "/versions/{version}", PactRoutes::ofVersion);
        serve(
                api,
                PAIR + "/version/{version}/previous-distinct",
                ctx -> new PactSelector.PreviousDistinct(version(ctx)));
        serve(api, PAIR + "/latest/{tag}", ctx -> new PactSelector.LatestTagged(new TagName(ctx.pathParam("tag"))));
        serve(api, PAIR + "/latest-untagged", ctx -> new PactSelector.LatestUntagged());
        serve(api, PAIR + "/branch/latest", ctx -> new PactSelector.LatestOnMainBranch());
        serve(
                api,
                PAIR + "/branch/{branch}/latest",
                ctx -> new PactSelector.LatestOnBranch(new BranchName(ctx.pathParam("branch"))));
        serve(api, PAIR + "/pact-version/{sha}", ctx -> new PactSelector.OfContent(ctx.pathParam("sha")));
        serve(
                api,
                PAIR + "/pact-version/{sha}/metadata/{metadata}",
                ctx -> new PactSelector.OfContent(ctx.pathParam("sha")));
    }

    private void serve(Api api, String path, Function<Context, PactSelector> selector) {
        api.get(path, (tx, ctx) -> {
            var pact = contracts.get(tx, consumer(ctx), provider(ctx), selector.apply(ctx));
            var metadata = ctx.pathParamMap().containsKey("metadata")
                    ? PactMetadata.decode(ctx.pathParam("metadata"))
                    : PactMetadata.NONE;
            answer(ctx, 200, pact, metadata);
        });
    }

    private static void answer(Context ctx, int status, PublishedPact pact, PactMetadata metadata) {
        ctx.header("X-Pact-Consumer-Version", pact.version().value());
        var type = String.valueOf(ctx.header("Accept")).startsWith("application/json") ? Answers.JSON : Answers.HAL;
        ctx.status(status).contentType(type).result(PactResource.print(pact, metadata, Links.of(ctx)));
    }

    private void publish(Tx tx, Context ctx, OnConflict onConflict) {
        var document = Requests.object(ctx);
        var provider = provider(ctx);
        var draft = new PactDraft(provider, PactDocuments.read(document, consumer(ctx), provider, ""), onConflict);
        var request = new Publish(consumer(ctx), version(ctx), null, List.of(), null, List.of(draft), List.of());
        var result =
                contracts.publish(tx, request, Links.of(ctx).base()).results().getFirst();
        var pact = contracts.get(tx, request.consumer(), provider, new PactSelector.OfVersion(request.version()));
        var created = result.outcome() == Outcome.CREATED;
        if (created) {
            ctx.header(
                    "Location",
                    Links.of(ctx)
                            .to(
                                    "pacts",
                                    "provider",
                                    provider,
                                    "consumer",
                                    request.consumer(),
                                    "version",
                                    request.version()));
        }
        answer(ctx, created ? 201 : 200, pact, PactMetadata.NONE);
    }

    private static PactSelector ofVersion(Context ctx) {
        return new PactSelector.OfVersion(version(ctx));
    }

    static VersionNumber version(Context ctx) {
        return new VersionNumber(ctx.pathParam("version"));
    }

    static ParticipantName consumer(Context ctx) {
        return new ParticipantName(ctx.pathParam("consumer"));
    }

    static ParticipantName provider(Context ctx) {
        return new ParticipantName(ctx.pathParam("provider"));
    }
}
