package dev.seamwright.broker.pactapi;

import static dev.seamwright.broker.pactapi.PactRoutes.PAIR;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.contract.ContractService;
import dev.seamwright.broker.contract.PactSelector;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Hal;
import dev.seamwright.broker.http.Links;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.problem.BrokerException.NotFound;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.broker.verification.Verification;
import dev.seamwright.broker.verification.VerificationService;
import dev.seamwright.broker.verification.VerificationService.Report;
import dev.seamwright.broker.verification.VerificationService.Subject;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.Method;
import dev.seamwright.contracts.TagName;
import dev.seamwright.contracts.VersionNumber;
import dev.seamwright.contracts.json.Json;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Verification results of pacts. */
public final class VerificationRoutes {
    private static final String CONTENT = PAIR + "/pact-version/{sha}";

    private final VerificationService verifications;
    private final ContractService contracts;

    public VerificationRoutes(VerificationService verifications, ContractService contracts) {
        this.verifications = verifications;
        this.contracts = contracts;
    }

    public void register(Api api) {
        for (var content : List.of(CONTENT, CONTENT + "/metadata/{metadata}")) {
            api.post(content + "/verification-results", Scope.PUBLISH, this::record);
        }
        api.get(CONTENT + "/verification-results/latest", (tx, ctx) -> latest(tx, ctx, subject(ctx)));
        api.get(CONTENT + "/verification-results/{number}", this::get);
        api.get(CONTENT + "/metadata/{metadata}/verification-results/{number}", this::get);
        api.delete(CONTENT + "/verification-results/{number}", Scope.ADMIN, this::delete);
        latestOf(api, "/version/{version}", ctx -> new PactSelector.OfVersion(PactRoutes.version(ctx)));
        latestOf(api, "/latest", ctx -> new PactSelector.Latest());
        latestOf(api, "/latest/{tag}", ctx -> new PactSelector.LatestTagged(new TagName(ctx.pathParam("tag"))));
        api.get("/verification-results/consumer/{consumer}/version/{version}/latest", this::ofConsumerVersion);
    }

    private void latestOf(Api api, String path, Function<Context, PactSelector> selector) {
        api.get(PAIR + path + "/verification-results/latest", (tx, ctx) -> {
            var pact = contracts.get(tx, PactRoutes.consumer(ctx), PactRoutes.provider(ctx), selector.apply(ctx));
            latest(tx, ctx, new Subject(pact.consumer(), pact.provider(), pact.sha()));
        });
    }

    private void record(Tx tx, Context ctx) {
        var body = Requests.object(ctx);
        var metadata = ctx.pathParamMap().containsKey("metadata")
                ? PactMetadata.decode(ctx.pathParam("metadata"))
                : PactMetadata.NONE;
        var report = new Report(
                new VersionNumber(Requests.required(body, "providerApplicationVersion")),
                Method.REPLAY,
                Requests.flag(body, "success")
                        .orElseThrow(() -> new InvalidInput("/success", "Is missing: say true or false.")),
                metadata.wip(),
                metadata.pending(),
                Requests.url(body, "buildUrl"),
                text(body.get("verifiedBy")),
                text(body.get("testResults")));
        var links = Links.of(ctx);
        var verification = verifications.record(tx, subject(ctx), report, metadata.consumerVersions(), links.base());
        ctx.header("Location", url(verification, links));
        Answers.hal(ctx, 201, resource(verification, links));
    }

    private static @Nullable String text(@Nullable JsonNode json) {
        return json == null || json.isNull() ? null : new String(Json.write(json), StandardCharsets.UTF_8);
    }

    private void get(Tx tx, Context ctx) {
        if (ctx.pathParam("number").equals("all")) {
            throw new NotFound(
                    "A pact's results cannot be listed here: ask for one number, for 'latest', or for /matrix.");
        }
        Answers.hal(ctx, 200, resource(verifications.get(tx, subject(ctx), number(ctx)), Links.of(ctx)));
    }

    private void delete(Tx tx, Context ctx) {
        verifications.delete(tx, subject(ctx), number(ctx));
        ctx.status(204);
    }

    private void latest(Tx tx, Context ctx, Subject subject) {
        var verification = verifications
                .latest(tx, subject)
                .orElseThrow(() -> new NotFound("This pact has no verification result yet."));
        Answers.hal(ctx, 200, resource(verification, Links.of(ctx)));
    }

    private void ofConsumerVersion(Tx tx, Context ctx) {
        var consumer = PactRoutes.consumer(ctx);
        var version = PactRoutes.version(ctx);
        var found = verifications.latestOfConsumerVersion(tx, consumer, version);
        var links = Links.of(ctx);
        var results = Hal.array();
        var successful = Hal.array();
        var failed = Hal.array();
        for (var verification : found) {
            results.add(resource(verification, links));
            (verification.success() ? successful : failed)
                    .add(verification.provider().value());
        }
        var summary = Hal.object();
        summary.set("successful", successful);
        summary.set("failed", failed);
        summary.set("unknown", Hal.array());
        Answers.hal(
                ctx,
                200,
                new Hal()
                        .put("success", !found.isEmpty() && failed.isEmpty())
                        .put("providerSummary", summary)
                        .embed("verificationResults", results)
                        .link(
                                "self",
                                links.to("verification-results", "consumer", consumer, "version", version, "latest"))
                        .build());
    }

    static ObjectNode resource(Verification verification, Links links) {
        var content = links.to(
                "pacts",
                "provider",
                verification.provider(),
                "consumer",
                verification.consumer(),
                "pact-version",
                verification.sha());
        var hal = new Hal()
                .put("providerName", verification.provider().value())
                .put(
                        "providerApplicationVersion",
                        verification.providerVersion().value())
                .put("success", verification.success())
                .put("verificationDate", Hal.time(verification.createdAt()));
        hal.putIfPresent("buildUrl", verification.buildUrl());
        if (verification.results() != null) {
            hal.put("testResults", Json.parse(verification.results().getBytes(StandardCharsets.UTF_8)));
        }
        if (verification.verifiedBy() != null) {
            hal.put("verifiedBy", Json.parse(verification.verifiedBy().getBytes(StandardCharsets.UTF_8)));
        }
        return hal.link(
                        "self",
                        url(verification, links),
                        "Verification result %d for the pact between %s and %s"
                                .formatted(
                                        verification.number(),
                                        verification.consumer().value(),
                                        verification.provider().value()))
                .link("pb:pact-version", content, "Pact content", verification.sha())
                .link(
                        "pb:triggered-webhooks",
                        url(verification, links) + "/triggered-webhooks",
                        "Webhooks triggered by this result")
                .build();
    }

    static String url(Verification verification, Links links) {
        return links.to(
                "pacts",
                "provider",
                verification.provider(),
                "consumer",
                verification.consumer(),
                "pact-version",
                verification.sha(),
                "verification-results",
                verification.number());
    }

    private static Subject subject(Context ctx) {
        return new Subject(PactRoutes.consumer(ctx), PactRoutes.provider(ctx), ctx.pathParam("sha"));
    }

    private static int number(Context ctx) {
        try {
            return Integer.parseInt(ctx.pathParam("number"));
        } catch (NumberFormatException notANumber) {
            throw new NotFound("There is no verification result '%s'.".formatted(ctx.pathParam("number")));
        }
    }
}
