package dev.seamwright.broker.pactapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Hal;
import dev.seamwright.broker.http.Links;
import dev.seamwright.broker.http.Paging;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.seam.SeamService;
import dev.seamwright.broker.seam.SeamState;
import dev.seamwright.broker.version.VersionDescription;
import dev.seamwright.broker.version.VersionService;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the pacts stand: of every integration the newest one, of a single integration those of its branches and tags. */
public final class DashboardRoutes {
    private static final Paging FIRST_PAGE = new Paging(1, 30);
    private static final List<String> HEADER = List.of("CONSUMER", "C.VERSION", "PROVIDER", "P.VERSION", "STATUS");

    private final ParticipantService participants;
    private final VersionService versions;
    private final SeamService seams;

    public DashboardRoutes(ParticipantService participants, VersionService versions, SeamService seams) {
        this.participants = participants;
        this.versions = versions;
        this.seams = seams;
    }

    public void register(Api api) {
        api.get("/dashboard", this::all);
        api.get("/dashboard/provider/{provider}/consumer/{consumer}", this::pair);
    }

    private void all(Tx tx, Context ctx) {
        var q = Requested.search(ctx, "q");
        var page = Paging.of(ctx).orElse(FIRST_PAGE);
        var hal = new Hal();
        page.describe(hal, ctx, seams.count(tx, q));
        answer(tx, ctx, hal, seams.states(tx, q, page.slice()));
    }

    private void pair(Tx tx, Context ctx) {
        var provider = participants.get(tx, PactRoutes.provider(ctx));
        var consumer = participants.get(tx, PactRoutes.consumer(ctx));
        answer(tx, ctx, new Hal(), seams.heads(tx, consumer, provider));
    }

    private void answer(Tx tx, Context ctx, Hal hal, List<SeamState> states) {
        if (String.valueOf(ctx.header("Accept")).startsWith("text/plain")) {
            ctx.status(200).contentType(Answers.TEXT).result(text(states));
            return;
        }
        var links = Links.of(ctx);
        var ids = new HashSet<Long>();
        for (var state : states) {
            ids.add(state.versionId());
            Optional.ofNullable(state.result()).ifPresent(result -> ids.add(result.providerVersionId()));
        }
        var described = versions.describe(tx, ids);
        var items = Hal.array();
        states.forEach(state -> items.add(item(state, described, links)));
        hal.put("items", items).link("self", links.template(ctx.req().getRequestURI()), "Dashboard");
        Answers.hal(ctx, 200, hal.build());
    }

    private static ObjectNode item(SeamState state, Map<Long, VersionDescription> versions, Links links) {
        var pair = links.to("pacts", "provider", state.provider(), "consumer", state.consumer());
        var content = pair + "/pact-version/" + state.sha();
        var item = Hal.object();
        item.set("consumer", side(state.consumer(), state.version(), versions.get(state.versionId()), links));
        var result = state.result();
        item.set(
                "provider",
                result == null
                        ? side(state.provider(), null, null, links)
                        : side(
                                state.provider(),
                                result.providerVersion(),
                                versions.get(result.providerVersionId()),
                                links));
        item.set(
                "pact",
                new Hal()
                        .put("createdAt", Hal.time(state.publishedAt()))
                        .link(
                                "self",
                                pair + "/version/"
                                        + Links.encode(state.version().value()))
                        .build());
        var tags = item.putArray("pactTags");
        var version = versions.get(state.versionId());
        if (version != null) {
            version.tags()
                    .forEach(tag ->
                            tags.addObject().put("name", tag.name().value()).put("latest", tag.latest()));
        }
        if (result == null) {
            item.putNull("latestVerificationResult");
        } else {
            item.set(
                    "latestVerificationResult",
                    new Hal()
                            .put("success", result.success())
                            .put("verifiedAt", Hal.time(result.verifiedAt()))
                            .link("self", content + "/verification-results/" + result.number())
                            .build());
        }
        item.put("verificationStatus", word(state));
        item.put("webhookStatus", state.webhooks() == null ? "none" : state.webhooks());
        return item;
    }

    private static String word(SeamState state) {
        return state.status().name().toLowerCase(Locale.ROOT);
    }

    private static ObjectNode side(
            ParticipantName name, @Nullable VersionNumber number, @Nullable VersionDescription version, Links links) {
        var hal = new Hal().put("name", name.value()).link("self", PacticipantResources.href(links, name));
        if (number == null) {
            return hal.build();
        }
        var brief = VersionResources.brief(links, name, number);
        var branches = brief.putArray("branches");
        var tags = brief.putArray("headTagNames");
        if (version != null) {
            version.branches()
                    .forEach(branch -> branches.addObject()
                            .put("name", branch.name().value())
                            .put("latest", branch.head()));
            version.tags().stream()
                    .filter(VersionDescription.Tagged::latest)
                    .forEach(tag -> tags.add(tag.name().value()));
        }
        return hal.put("version", brief).build();
    }

    private static String text(List<SeamState> states) {
        var lines = new ArrayList<List<String>>();
        lines.add(HEADER);
        for (var state : states) {
            var result = state.result();
            lines.add(List.of(
                    state.consumer().value(),
                    state.version().value(),
                    state.provider().value(),
                    result == null ? "???" : result.providerVersion().value(),
                    word(state)));
        }
        return MatrixText.table(lines);
    }
}
