package dev.seamwright.broker.pactapi;

import static dev.seamwright.broker.pactapi.PactRoutes.PAIR;

import dev.seamwright.broker.contract.ContractService;
import dev.seamwright.broker.contract.PactSelector;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.matrix.MatrixQuery;
import dev.seamwright.broker.pactapi.Badge.Colour;
import dev.seamwright.broker.problem.BrokerException;
import dev.seamwright.broker.problem.BrokerException.Forbidden;
import dev.seamwright.broker.problem.BrokerException.Unauthorized;
import dev.seamwright.broker.seam.SeamService;
import dev.seamwright.broker.verdict.Deployable;
import dev.seamwright.broker.verdict.VerdictService;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.TagName;
import io.javalin.http.Context;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Badges: small images for a README. A page that shows one cannot show an error, so what is not found, or asked for in a wrong way,
 * is an image that says {@code unknown}; only who may not ask is refused.
 */
public final class BadgeRoutes {
    private static final String SVG = "image/svg+xml;charset=utf-8";

    private final ContractService contracts;
    private final SeamService seams;
    private final VerdictService verdicts;

    public BadgeRoutes(ContractService contracts, SeamService seams, VerdictService verdicts) {
        this.contracts = contracts;
        this.seams = seams;
        this.verdicts = verdicts;
    }

    /** To be registered before the pacts: there a tag may stand where {@code badge} stands here. */
    public void register(Api api) {
        pact(api, PAIR + "/latest/badge", ctx -> new PactSelector.Latest());
        pact(api, PAIR + "/latest/{tag}/badge", BadgeRoutes::tagged);
        pact(api, PAIR + "/latest-untagged/badge", ctx -> new PactSelector.LatestUntagged());
        badge(
                api,
                "/matrix/provider/{provider}/latest/{providerTag}/consumer/{consumer}/latest/{tag}/badge",
                ctx -> pactLabel(ctx, ctx.pathParam("tag"), ctx.pathParam("providerTag")),
                this::tags);
        badge(
                api,
                "/pacticipants/{name}/latest-version/{tag}/can-i-deploy/to/{to}/badge",
                ctx -> "can-i-deploy",
                (tx, ctx) -> canIDeploy(
                        tx, MatrixRoutes.taggedTo(ctx), ctx.pathParam("tag") + " to " + ctx.pathParam("to")));
        badge(
                api,
                "/pacticipants/{name}/branches/{branch}/latest-version/can-i-deploy/to-environment/{environment}/badge",
                ctx -> "can-i-deploy",
                (tx, ctx) -> canIDeploy(
                        tx,
                        MatrixRoutes.branchTo(ctx),
                        ctx.pathParam("branch") + " to " + ctx.pathParam("environment")));
        badge(api, "/pacticipants/{name}/main-branch/can-i-merge/badge", ctx -> "can-i-merge", this::canIMerge);
    }

    private record Message(String text, Colour colour) {
        static final Message UNKNOWN = new Message("unknown", Colour.UNKNOWN);
    }

    private interface Question {
        Message ask(Tx tx, Context ctx);
    }

    private static void badge(Api api, String path, Function<Context, String> label, Question question) {
        api.stream(path, ctx -> {
            var message = Message.UNKNOWN;
            try {
                message = api.inRead(ctx, tx -> question.ask(tx, ctx));
            } catch (BrokerException failure) {
                if (failure instanceof Unauthorized || failure instanceof Forbidden) {
                    throw failure;
                }
            } catch (InvalidInput notAName) {
                // nothing has that name: unknown
            }
            var given =
                    Requests.query(ctx, "label").filter(text -> !text.equals("consumer") && !text.equals("provider"));
            var badge = new Badge(given.orElseGet(() -> label.apply(ctx)), message.text(), message.colour());
            ctx.status(200)
                    .contentType(SVG)
                    .header("Content-Security-Policy", "default-src 'none'")
                    .result(badge.svg());
        });
    }

    private void pact(Api api, String path, Function<Context, PactSelector> selector) {
        badge(
                api,
                path,
                ctx -> pactLabel(ctx, ctx.pathParamMap().containsKey("tag") ? ctx.pathParam("tag") : null, null),
                (tx, ctx) -> {
                    var pact =
                            contracts.get(tx, PactRoutes.consumer(ctx), PactRoutes.provider(ctx), selector.apply(ctx));
                    return switch (seams.state(tx, pact).status()) {
                        case SUCCESS -> new Message("verified", Colour.GOOD);
                        case FAILED -> new Message("failed", Colour.BAD);
                        case FAILED_PENDING -> new Message("failed (pending)", Colour.BAD);
                        case STALE -> new Message("changed", Colour.CHANGED);
                        case NEVER -> Message.UNKNOWN;
                    };
                });
    }

    private Message tags(Tx tx, Context ctx) {
        var pact = contracts.get(tx, PactRoutes.consumer(ctx), PactRoutes.provider(ctx), tagged(ctx));
        return seams.result(tx, pact, new TagName(ctx.pathParam("providerTag")))
                .map(success -> success ? new Message("verified", Colour.GOOD) : new Message("failed", Colour.BAD))
                .orElse(Message.UNKNOWN);
    }

    private static PactSelector tagged(Context ctx) {
        return new PactSelector.LatestTagged(new TagName(ctx.pathParam("tag")));
    }

    private Message canIDeploy(Tx tx, MatrixQuery query, String text) {
        return new Message(text, colour(deployable(tx, query)));
    }

    private Message canIMerge(Tx tx, Context ctx) {
        ctx.header("Cache-Control", "max-age=30");
        var deployable = deployable(tx, MatrixRoutes.mainBranch(ctx));
        var text = switch (deployable) {
            case YES -> "success";
            case NO -> "failed";
            case UNKNOWN -> "unknown";
        };
        return new Message(text, colour(deployable));
    }

    private Deployable deployable(Tx tx, MatrixQuery query) {
        return verdicts.answer(tx, query).deployable();
    }

    private static Colour colour(Deployable deployable) {
        return switch (deployable) {
            case YES -> Colour.GOOD;
            case NO -> Colour.BAD;
            case UNKNOWN -> Colour.UNKNOWN;
        };
    }

    /** Both sides, or with {@code label=consumer} or {@code label=provider} the one; {@code initials=true} makes them short. */
    private static String pactLabel(Context ctx, @Nullable String consumerTag, @Nullable String providerTag) {
        var consumer = side(ctx, "consumer", consumerTag);
        var provider = side(ctx, "provider", providerTag);
        return switch (Requests.query(ctx, "label").orElse("")) {
            case "consumer" -> consumer + " pact";
            case "provider" -> provider + " pact";
            default -> consumer + "/" + provider + " pact";
        };
    }

    private static String side(Context ctx, String side, @Nullable String tag) {
        var name = ctx.pathParam(side);
        var shown = "true".equals(ctx.queryParam("initials")) ? Badge.initials(name) : name;
        return tag == null ? shown : "%s (%s)".formatted(shown, tag);
    }
}
