package dev.seamwright.broker.pactapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Hal;
import dev.seamwright.broker.http.Links;
import dev.seamwright.broker.matrix.Destination;
import dev.seamwright.broker.matrix.Matrix;
import dev.seamwright.broker.matrix.MatrixQuery;
import dev.seamwright.broker.matrix.MatrixQuery.Ignore;
import dev.seamwright.broker.matrix.MatrixQuery.LatestBy;
import dev.seamwright.broker.matrix.MatrixRow;
import dev.seamwright.broker.matrix.Selector;
import dev.seamwright.broker.matrix.Selector.Which;
import dev.seamwright.broker.problem.Problems;
import dev.seamwright.broker.verdict.Verdict;
import dev.seamwright.broker.verdict.VerdictService;
import dev.seamwright.broker.verdict.VerdictSigner;
import dev.seamwright.broker.verdict.Witnesses;
import dev.seamwright.broker.version.VersionDescription;
import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.InvalidInput.Detail;
import dev.seamwright.contracts.Method;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.TagName;
import dev.seamwright.contracts.VersionNumber;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /matrix} and {@code /can-i-deploy}. */
public final class MatrixRoutes {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MOST_ROWS = 10_000;

    private final VerdictService verdicts;

    private final VerdictSigner signer;

    public MatrixRoutes(VerdictService verdicts, VerdictSigner signer) {
        this.verdicts = verdicts;
        this.signer = signer;
    }

    public void register(Api api) {
        api.get("/matrix", (tx, ctx) -> answer(tx, ctx, query(RackQuery.parse(ctx.queryString()))));
        api.get("/matrix/provider/{provider}/consumer/{consumer}", (tx, ctx) -> answer(tx, ctx, pair(ctx)));
        api.get("/can-i-deploy", (tx, ctx) -> answer(tx, ctx, canIDeploy(RackQuery.parse(ctx.queryString()))));
        api.get(
                "/pacticipants/{name}/latest-version/{tag}/can-i-deploy/to/{to}",
                (tx, ctx) -> answer(tx, ctx, taggedTo(ctx)));
        api.get(
                "/pacticipants/{name}/branches/{branch}/latest-version/can-i-deploy/to-environment/{environment}",
                (tx, ctx) -> answer(tx, ctx, branchTo(ctx)));
    }

    static MatrixQuery taggedTo(Context ctx) {
        return question(
                new Selector(
                        new ParticipantName(ctx.pathParam("name")),
                        new Which.Tagged(new TagName(ctx.pathParam("tag")), true)),
                new Destination.Tag(new TagName(ctx.pathParam("to"))));
    }

    static MatrixQuery branchTo(Context ctx) {
        return question(
                new Selector(
                        new ParticipantName(ctx.pathParam("name")),
                        new Which.OnBranch(new BranchName(ctx.pathParam("branch")), true)),
                new Destination.Environment(new EnvironmentName(ctx.pathParam("environment"))));
    }

    static MatrixQuery mainBranch(Context ctx) {
        return question(
                new Selector(new ParticipantName(ctx.pathParam("name")), new Which.OnMainBranch(true)),
                new Destination.MainBranch());
    }

    private static MatrixQuery question(Selector selector, Destination destination) {
        return new MatrixQuery(
                List.of(selector),
                destination,
                LatestBy.CONSUMER_VERSION_AND_PROVIDER_VERSION,
                Set.of(),
                List.of(),
                DEFAULT_LIMIT);
    }

    /** What the query string of {@code /matrix} or {@code /can-i-deploy} asks; null: nothing. */
    public static MatrixQuery question(@Nullable String queryString) {
        var query = RackQuery.parse(queryString);
        return query.maps("q").isEmpty() ? canIDeploy(query) : query(query);
    }

    private static MatrixQuery pair(Context ctx) {
        return new MatrixQuery(
                List.of(
                        new Selector(PactRoutes.consumer(ctx), new Which.All()),
                        new Selector(PactRoutes.provider(ctx), new Which.All())),
                new Destination.Anything(),
                LatestBy.CONSUMER_VERSION_AND_PROVIDER_VERSION,
                Set.of(),
                List.of(),
                DEFAULT_LIMIT);
    }

    private static MatrixQuery canIDeploy(RackQuery query) {
        var errors = new ArrayList<Detail>();
        var participant = query.get("pacticipant");
        var version = query.get("version");
        var to = query.get("to");
        var environment = query.get("environment");
        if (participant == null || participant.isBlank()) {
            errors.add(new Detail("pacticipant", "is missing"));
        }
        if (version == null || version.isBlank()) {
            errors.add(new Detail("version", "is missing"));
        }
        if ((to == null || to.isBlank()) == (environment == null || environment.isBlank())) {
            errors.add(new Detail("environment", "name one destination: either environment or to (a tag)"));
        }
        if (!errors.isEmpty()) {
            throw new InvalidInput(errors);
        }
        return new MatrixQuery(
                List.of(new Selector(
                        new ParticipantName(String.valueOf(participant)),
                        new Which.OfNumber(new VersionNumber(String.valueOf(version))))),
                environment == null || environment.isBlank()
                        ? new Destination.Tag(new TagName(String.valueOf(to)))
                        : new Destination.Environment(new EnvironmentName(environment)),
                LatestBy.CONSUMER_VERSION_AND_PROVIDER_VERSION,
                Set.of(),
                ignores(query),
                MOST_ROWS);
    }

    private static MatrixQuery query(RackQuery query) {
        var errors = new ArrayList<Detail>();
        var selectors = new ArrayList<Selector>();
        var maps = query.maps("q");
        if (maps.isEmpty()) {
            errors.add(error("Please provide 1 or more version selectors."));
        }
        for (var map : maps) {
            selector(map, errors).ifPresent(selectors::add);
        }
        var destination = destination(query, selectors, errors);
        var limit = limit(query, errors);
        if (!errors.isEmpty()) {
            throw new InvalidInput(errors);
        }
        var latestBy = latestBy(query.get("latestby"), destination);
        return new MatrixQuery(selectors, destination, latestBy, success(query), ignores(query), limit);
    }

    private static Detail error(String text) {
        return new Detail(Problems.QUERY, text);
    }

    private static Optional<Selector> selector(Map<String, String> map, List<Detail> errors) {
        var name = map.getOrDefault("pacticipant", "");
        if (name.isBlank()) {
            errors.add(error("Please specify the pacticipant name"));
            return Optional.empty();
        }
        var latest = "true".equals(map.get("latest"));
        var version = map.get("version");
        var tag = map.get("tag");
        var branch = map.get("branch");
        var environment = map.get("environment");
        var mainBranch = "true".equals(map.get("mainBranch"));
        if (version != null && latest) {
            errors.add(error("A version number and latest flag cannot both be specified for " + name));
            return Optional.empty();
        }
        if (environment != null && latest) {
            errors.add(error("An environment and latest flag cannot both be specified for " + name));
            return Optional.empty();
        }
        Which which;
        if (version != null) {
            which = new Which.OfNumber(new VersionNumber(version));
        } else if (environment != null) {
            which = new Which.In(new EnvironmentName(environment));
        } else if (branch != null) {
            which = new Which.OnBranch(new BranchName(branch), latest);
        } else if (mainBranch) {
            which = new Which.OnMainBranch(latest);
        } else if (tag != null) {
            which = new Which.Tagged(new TagName(tag), latest);
        } else {
            which = latest ? new Which.Latest() : new Which.All();
        }
        return Optional.of(new Selector(new ParticipantName(name), which));
    }

    private static Destination destination(RackQuery query, List<Selector> selectors, List<Detail> errors) {
        var environment = query.get("environment");
        var tag = query.get("tag");
        var mainBranch = "true".equals(query.get("mainBranch"));
        var branch = query.get("branch");
        var latest = "true".equals(query.get("latest"));
        var destinations =
                (environment == null ? 0 : 1) + (tag == null ? 0 : 1) + (mainBranch ? 1 : 0) + (branch == null ? 0 : 1);
        if (destinations > 1) {
            errors.add(error(
                    "Cannot specify more than one of tag, branch, environment and mainBranch as the destination"));
        }
        if (environment != null && latest) {
            errors.add(error("Cannot specify both latest and environment"));
        }
        if (environment != null) {
            return new Destination.Environment(new EnvironmentName(environment));
        }
        if (tag != null) {
            return new Destination.Tag(new TagName(tag));
        }
        if (branch != null) {
            return new Destination.Branch(new BranchName(branch));
        }
        if (mainBranch) {
            return new Destination.MainBranch();
        }
        return latest && selectors.size() == 1 ? new Destination.Latest() : new Destination.Anything();
    }

    private static LatestBy latestBy(@Nullable String word, Destination destination) {
        return switch (String.valueOf(word)) {
            case "cp" -> LatestBy.CONSUMER_AND_PROVIDER;
            // every version that runs in an environment counts, also where an old client asks for the newest
            case "cvp" ->
                destination instanceof Destination.Environment
                        ? LatestBy.CONSUMER_VERSION_AND_PROVIDER_VERSION
                        : LatestBy.CONSUMER_VERSION_AND_PROVIDER;
            default -> LatestBy.CONSUMER_VERSION_AND_PROVIDER_VERSION;
        };
    }

    private static int limit(RackQuery query, List<Detail> errors) {
        var text = query.get("limit");
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        try {
            var limit = Integer.parseInt(text);
            if (limit >= 1) {
                return Math.min(limit, MOST_ROWS);
            }
        } catch (NumberFormatException notANumber) {
            // told below, like a number that is too small
        }
        errors.add(error("The limit must be an integer greater than 0"));
        return DEFAULT_LIMIT;
    }

    private static Set<Boolean> success(RackQuery query) {
        var success = new HashSet<Boolean>();
        for (var word : query.list("success")) {
            success.add(word.equals("true"));
        }
        return success;
    }

    private static List<Ignore> ignores(RackQuery query) {
        var ignores = new ArrayList<Ignore>();
        for (var map : query.maps("ignore")) {
            var name = map.getOrDefault("pacticipant", "");
            if (name.isBlank()) {
                throw new InvalidInput(List.of(error("Please specify the pacticipant name to ignore")));
            }
            var version = map.get("version");
            ignores.add(new Ignore(new ParticipantName(name), version == null ? null : new VersionNumber(version)));
        }
        return ignores;
    }

    Verdict verdict(Tx tx, MatrixQuery query) {
        return verdicts.answer(tx, query);
    }

    private void answer(Tx tx, Context ctx, MatrixQuery query) {
        var verdict = verdict(tx, query);
        if (String.valueOf(ctx.header("Accept")).startsWith("text/plain")) {
            ctx.status(200).contentType(Answers.TEXT).result(MatrixText.print(verdict));
        } else {
            var body = Answers.print(json(verdict, Witnesses.of(tx, List.of(verdict)), Links.of(ctx)));
            sign(tx, ctx, body);
            ctx.status(200).contentType(Answers.HAL).result(body);
        }
    }

    private void sign(Tx tx, Context ctx, byte[] body) {
        if (VerdictSigner.isWanted(ctx.header("Accept-Signature"))) {
            var query = ctx.queryString();
            var signed = signer.sign(tx.caller().workspace(), query == null ? "" : query, body);
            ctx.header("Content-Digest", signed.digest());
            ctx.header("Signature-Input", signed.input());
            ctx.header("Signature", signed.signature());
        }
    }

    static ObjectNode json(Verdict verdict, Map<MatrixRow, JsonNode> witnesses, Links links) {
        var body = Hal.object();
        body.set("summary", summary(verdict));
        var notices = body.putArray("notices");
        for (var reason : verdict.reasons()) {
            var type = switch (reason.level()) {
                case ERROR -> "error";
                case WARNING -> "warning";
                case SUCCESS -> "success";
            };
            PublishContractsRoutes.notice(notices, type, reason.text());
        }
        body.set("matrix", rows(verdict, witnesses, links));
        return body;
    }

    private static ObjectNode summary(Verdict verdict) {
        var summary = Hal.object();
        switch (verdict.deployable()) {
            case YES -> summary.put("deployable", true);
            case NO -> summary.put("deployable", false);
            case UNKNOWN -> summary.putNull("deployable");
        }
        summary.put("reason", verdict.reason())
                .put("success", verdict.successful())
                .put("failed", verdict.failed())
                .put("unknown", verdict.unknown());
        if (!verdict.matrix().query().ignore().isEmpty()) {
            summary.put("ignored", verdict.ignored());
        }
        return summary;
    }

    private static ArrayNode rows(Verdict verdict, Map<MatrixRow, JsonNode> witnesses, Links links) {
        var rows = Hal.array();
        var matrix = verdict.matrix();
        var sides = new HashMap<Long, RawValue>();
        for (var row : matrix.rows()) {
            var json = row(row, matrix, sides, links);
            // what a Pact Broker does not have
            if (row.sha() == null) {
                json.put("kind", row.kind().word());
            }
            if (row.result() != null && row.kind() == ContractKind.PACT) {
                json.put("verificationType", row.result().method() == Method.CROSS_CHECK ? "BDCT" : "CDCT");
            }
            var statements = witnesses.get(row);
            if (statements != null) {
                json.set(row.kind() == ContractKind.PACT ? "findings" : "statements", statements);
            }
            rows.add(json);
        }
        return rows;
    }

    private static ObjectNode row(MatrixRow row, Matrix matrix, Map<Long, RawValue> sides, Links links) {
        var json = Hal.object();
        side(json, "consumer", row.consumer(), row.consumerVersionId(), matrix, sides, links);
        side(json, "provider", row.provider(), row.providerVersionId(), matrix, sides, links);
        var pact = json.putObject("pact").put("createdAt", Hal.time(row.publishedAt()));
        var number = matrix.number(row.consumerVersionId());
        pact.putObject("_links").putObject("self").put("href", contractUrl(row, number, links));
        var result = row.result();
        if (result == null) {
            json.putNull("verificationResult");
        } else {
            var verification = json.putObject("verificationResult");
            verification.put("success", result.success()).put("verifiedAt", Hal.time(result.verifiedAt()));
            verification.putObject("_links").putObject("self").put("href", resultUrl(row, result.number(), links));
        }
        if (row.ignored()) {
            json.put("ignored", true);
        }
        return json;
    }

    /** Where the contract is: what is no pact, our own API has. */
    private static String contractUrl(MatrixRow row, String number, Links links) {
        return row.sha() == null
                ? links.to("api", "v1", "participants", row.consumer(), "versions", number, "contracts")
                : links.to("pacts", "provider", row.provider(), "consumer", row.consumer(), "version", number);
    }

    private static String resultUrl(MatrixRow row, int number, Links links) {
        return row.sha() == null
                ? links.to("api", "v1", "verifications")
                        + "?consumer=%s&provider=%s&kind=%s"
                                .formatted(
                                        Links.encode(row.consumer().value()),
                                        Links.encode(row.provider().value()),
                                        row.kind().word())
                : links.to(
                        "pacts",
                        "provider",
                        row.provider(),
                        "consumer",
                        row.consumer(),
                        "pact-version",
                        row.sha(),
                        "verification-results",
                        number);
    }

    /** One side of a row; most versions stand in several rows and are printed once. */
    private static void side(
            ObjectNode row,
            String role,
            ParticipantName name,
            @Nullable Long versionId,
            Matrix matrix,
            Map<Long, RawValue> sides,
            Links links) {
        if (versionId == null) {
            row.set(role, side(name, null, links));
        } else {
            row.putRawValue(
                    role,
                    sides.computeIfAbsent(
                            versionId,
                            id -> Answers.printed(side(name, matrix.versions().get(id), links))));
        }
    }

    private static ObjectNode side(ParticipantName name, @Nullable VersionDescription version, Links links) {
        var side = Hal.object().put("name", name.value());
        side.set("version", version == null ? null : version(version, links));
        side.putObject("_links").putObject("self").put("href", links.to("pacticipants", name));
        return side;
    }

    private static ObjectNode version(VersionDescription version, Links links) {
        var json = Hal.object().put("number", version.number().value());
        var branches = json.putArray("branches");
        var branchVersions = Hal.array();
        for (var branch : version.branches()) {
            for (var array : List.of(branches, branchVersions)) {
                array.addObject().put("name", branch.name().value()).put("latest", branch.head());
            }
        }
        if (!version.branches().isEmpty()) {
            json.put("branch", version.branches().getFirst().name().value());
        }
        json.set("branchVersions", branchVersions);
        var environments = json.putArray("environments");
        for (var environment : version.environments()) {
            environments
                    .addObject()
                    .put("uuid", environment.id().toString())
                    .put("name", environment.name().value())
                    .put("displayName", environment.displayName())
                    .put("production", environment.production())
                    .put("createdAt", Hal.time(environment.createdAt()));
        }
        var tags = json.putArray("tags");
        for (var tag : version.tags()) {
            tags.addObject().put("name", tag.name().value()).put("latest", tag.latest());
        }
        json.putObject("_links")
                .putObject("self")
                .put("href", links.to("pacticipants", version.participant(), "versions", version.number()));
        return json;
    }
}
