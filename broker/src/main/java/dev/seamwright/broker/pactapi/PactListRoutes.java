package dev.seamwright.broker.pactapi;

import static dev.seamwright.broker.pactapi.PactRoutes.PAIR;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.contract.ListedPact;
import dev.seamwright.broker.contract.PactListService;
import dev.seamwright.broker.contract.PactSet;
import dev.seamwright.broker.contract.PactSet.Line;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.environment.Environment;
import dev.seamwright.broker.environment.EnvironmentService;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Hal;
import dev.seamwright.broker.http.Links;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.problem.BrokerException.NotFound;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.TagName;
import io.javalin.http.Context;
import java.util.List;
import java.util.function.Function;

/** Pacts in lists: of all pairs, of a provider, of a pair; and the provider states that they need. */
public final class PactListRoutes {
    private static final String PROVIDER = "/pacts/provider/{provider}";

    private final ParticipantService participants;
    private final EnvironmentService environments;
    private final PactListService pacts;

    public PactListRoutes(ParticipantService participants, EnvironmentService environments, PactListService pacts) {
        this.participants = participants;
        this.environments = environments;
        this.pacts = pacts;
    }

    /** Fixed paths come before those with a name in the same place. */
    public void register(Api api) {
        api.get("/pacts/latest", this::latest);
        ofProvider(api, "", ctx -> PactSet.all(new Line.Any()));
        ofProvider(api, "/latest", ctx -> PactSet.latest(new Line.Any()));
        ofProvider(api, "/latest/{tag}", ctx -> PactSet.latest(tagged(ctx)));
        ofProvider(api, "/tag/{tag}", ctx -> PactSet.all(tagged(ctx)));
        ofProvider(api, "/branch", ctx -> PactSet.all(new Line.OnMainBranch()));
        ofProvider(api, "/branch/latest", ctx -> PactSet.latest(new Line.OnMainBranch()));
        ofProvider(api, "/branch/{branch}", ctx -> PactSet.all(onBranch(ctx)));
        ofProvider(api, "/branch/{branch}/latest", ctx -> PactSet.latest(onBranch(ctx)));
        ofPair(api, "/versions", ctx -> PactSet.all(new Line.Any()));
        ofPair(api, "/tag/{tag}", ctx -> PactSet.all(tagged(ctx)));
        ofPair(api, "/branch/versions", ctx -> PactSet.all(new Line.OnMainBranch()));
        ofPair(api, "/branch/latest/versions", ctx -> PactSet.latest(new Line.OnMainBranch()));
        ofPair(api, "/branch/{branch}", ctx -> PactSet.all(onBranch(ctx)));
        ofPair(api, "/branch/{branch}/latest/versions", ctx -> PactSet.latest(onBranch(ctx)));
        for (var version : List.of("/version/{version}", "/versions/{version}")) {
            api.delete(PAIR + version, Scope.ADMIN, this::deleteOne);
        }
        states(api, "", (tx, ctx) -> PactSet.latest(new Line.OnMainBranch()));
        states(api, "/branch/{branch}", (tx, ctx) -> PactSet.latest(onBranch(ctx)));
        states(
                api,
                "/environment/{environment}",
                (tx, ctx) -> PactSet.all(new Line.In(environment(tx, ctx).id())));
    }

    /** By its name, which clients send, or by its uuid. */
    private Environment environment(Tx tx, Context ctx) {
        return environments
                .find(tx, new EnvironmentName(ctx.pathParam("environment")))
                .orElseGet(() -> environments.get(tx, Requested.uuid(ctx, "environment")));
    }

    private static Line tagged(Context ctx) {
        return new Line.Tagged(new TagName(ctx.pathParam("tag")));
    }

    private static Line onBranch(Context ctx) {
        return new Line.OnBranch(new BranchName(ctx.pathParam("branch")));
    }

    private void latest(Tx tx, Context ctx) {
        var links = Links.of(ctx);
        var items = Hal.array();
        for (var pact : pacts.list(tx, null, null, PactSet.latest(new Line.Any()))) {
            items.add(item(pact, links));
        }
        Answers.hal(
                ctx,
                200,
                new Hal()
                        .put("pacts", items)
                        .link("self", links.to("pacts", "latest"), "Latest pacts")
                        .curies(links)
                        .build());
    }

    private static ObjectNode item(ListedPact pact, Links links) {
        var version = VersionResources.brief(links, pact.consumer(), pact.version());
        var consumer = side(links, pact.consumer()).embed("version", version).build();
        var self = Hal.array();
        self.add(Hal.link(pair(links, pact.provider(), pact.consumer()) + "/latest"));
        self.add(Hal.link(href(links, pact)));
        return new Hal()
                .put("createdAt", Hal.time(pact.createdAt()))
                .embed("consumer", consumer)
                .embed("provider", side(links, pact.provider()).build())
                .link("self", self)
                .build();
    }

    private static Hal side(Links links, ParticipantName name) {
        return new Hal().put("name", name.value()).link("self", PacticipantResources.href(links, name));
    }

    private static String pair(Links links, ParticipantName provider, ParticipantName consumer) {
        return links.to("pacts", "provider", provider, "consumer", consumer);
    }

    static String href(Links links, ListedPact pact) {
        return links.to("pacts", "provider", pact.provider(), "consumer", pact.consumer(), "version", pact.version());
    }

    private void ofProvider(Api api, String path, Function<Context, PactSet> set) {
        api.get(PROVIDER + path, (tx, ctx) -> {
            var links = Links.of(ctx);
            var provider = participants.get(tx, PactRoutes.provider(ctx));
            var listed = Hal.array();
            for (var pact : pacts.list(tx, null, provider, set.apply(ctx))) {
                listed.add(Hal.link(href(links, pact))
                        .put("title", title(pact))
                        .put("name", pact.consumer().value()));
            }
            var name = provider.name().value();
            var url = PacticipantResources.href(links, provider.name());
            Answers.hal(
                    ctx,
                    200,
                    new Hal()
                            .link("self", links.template(ctx.req().getRequestURI()), "Pacts for " + name)
                            .link("pb:provider", url, name, name)
                            .link("pb:pacts", listed)
                            .link("provider", url, name)
                            .link("pacts", listed.deepCopy())
                            .curies(links)
                            .build());
        });
    }

    private static String title(ListedPact pact) {
        return "Pact between %s (%s) and %s"
                .formatted(
                        pact.consumer().value(),
                        pact.version().value(),
                        pact.provider().value());
    }

    private void ofPair(Api api, String path, Function<Context, PactSet> set) {
        api.get(PAIR + path, (tx, ctx) -> {
            var links = Links.of(ctx);
            var provider = participants.get(tx, PactRoutes.provider(ctx));
            var consumer = participants.get(tx, PactRoutes.consumer(ctx));
            var listed = versions(links, pacts.list(tx, consumer, provider, set.apply(ctx)));
            Answers.hal(
                    ctx,
                    200,
                    new Hal()
                            .link(
                                    "self",
                                    links.template(ctx.req().getRequestURI()),
                                    "Pacts between %s and %s".formatted(consumer.name(), provider.name()))
                            .link(
                                    "pb:consumer",
                                    PacticipantResources.href(links, consumer.name()),
                                    "Consumer",
                                    consumer.name().value())
                            .link(
                                    "pb:provider",
                                    PacticipantResources.href(links, provider.name()),
                                    "Provider",
                                    provider.name().value())
                            .link("pb:pact-versions", listed)
                            .link("pact-versions", listed.deepCopy())
                            .curies(links)
                            .build());
        });
        api.delete(PAIR + path, Scope.ADMIN, (tx, ctx) -> {
            var provider = participants.get(tx, PactRoutes.provider(ctx));
            var consumer = participants.get(tx, PactRoutes.consumer(ctx));
            pacts.delete(tx, consumer, provider, set.apply(ctx));
            deleted(ctx, provider.name(), consumer.name());
        });
    }

    private static ArrayNode versions(Links links, List<ListedPact> pacts) {
        var listed = Hal.array();
        for (var pact : pacts) {
            listed.add(Hal.link(href(links, pact)).put("title", "Pact").put("name", title(pact)));
        }
        return listed;
    }

    private void deleteOne(Tx tx, Context ctx) {
        var provider = participants.get(tx, PactRoutes.provider(ctx));
        var consumer = participants.get(tx, PactRoutes.consumer(ctx));
        var version = PactRoutes.version(ctx);
        if (pacts.delete(tx, consumer, provider, PactSet.all(new Line.OfVersion(version))) == 0) {
            throw new NotFound("Version '%s' of '%s' has no pact with '%s'."
                    .formatted(
                            version.value(),
                            consumer.name().value(),
                            provider.name().value()));
        }
        deleted(ctx, provider.name(), consumer.name());
    }

    /** Where the rest is found. */
    private static void deleted(Context ctx, ParticipantName provider, ParticipantName consumer) {
        var links = Links.of(ctx);
        Answers.hal(
                ctx,
                200,
                new Hal()
                        .link(
                                "pb:all-pact-versions",
                                pair(links, provider, consumer) + "/versions",
                                "All versions of this pact")
                        .build());
    }

    private interface StatesOf {
        PactSet of(Tx tx, Context ctx);
    }

    private void states(Api api, String path, StatesOf set) {
        api.get(PROVIDER + "/provider-states" + path, (tx, ctx) -> {
            var provider = participants.get(tx, PactRoutes.provider(ctx));
            var states = Hal.array();
            for (var needed : pacts.providerStates(tx, provider, set.of(tx, ctx))) {
                var state = states.addObject().put("name", needed.state().name());
                state.set("params", needed.state().params());
                var consumers = state.putArray("consumers");
                needed.consumers().forEach(consumer -> consumers.add(consumer.value()));
            }
            Answers.hal(ctx, 200, new Hal().put("providerStates", states).build());
        });
    }
}
