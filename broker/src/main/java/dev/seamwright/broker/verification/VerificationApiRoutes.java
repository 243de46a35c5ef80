package dev.seamwright.broker.verification;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Links;
import dev.seamwright.broker.http.Page;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.participant.Participant;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.broker.verification.VerificationService.After;
import dev.seamwright.broker.verification.VerificationService.Report;
import dev.seamwright.broker.version.VersionService;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.Method;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.contracts.VersionNumber;
import dev.seamwright.contracts.json.Json;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Our API's verifications. */
public final class VerificationApiRoutes {
    private static final String PATH = "/api/v1/verifications";

    private final ParticipantService participants;
    private final VersionService versions;
    private final VerificationService verifications;

    public VerificationApiRoutes(
            ParticipantService participants, VersionService versions, VerificationService verifications) {
        this.participants = participants;
        this.versions = versions;
        this.verifications = verifications;
    }

    public void register(Api api) {
        api.get(PATH, this::list);
        api.post(PATH, Scope.PUBLISH, this::publish);
    }

    private void list(Tx tx, Context ctx) {
        var page = Page.of(ctx, 3);
        var provider = participant(tx, ctx, "provider");
        var filter = new VerificationService.Filter(
                participant(tx, ctx, "consumer").map(Participant::id).orElse(null),
                provider.map(Participant::id).orElse(null),
                version(tx, ctx, provider),
                Requests.filter(ctx, "kind", ContractKind::of),
                Requests.filter(ctx, "sha256", Sha256::parse),
                after(page),
                page.fetch());
        page.answer(
                ctx,
                verifications.page(tx, filter),
                VerificationJson::of,
                verification -> List.of(
                        verification.kind().word(),
                        verification.sha256().hex(),
                        Integer.toString(verification.number())));
    }

    private Optional<Participant> participant(Tx tx, Context ctx, String side) {
        return Requests.query(ctx, side).map(name -> participants.get(tx, new ParticipantName(name)));
    }

    private @Nullable Long version(Tx tx, Context ctx, Optional<Participant> provider) {
        var number = Requests.query(ctx, "providerVersion").map(VersionNumber::new);
        if (number.isEmpty()) {
            return null;
        }
        return versions.get(
                        tx,
                        provider.orElseThrow(() ->
                                new InvalidInput("providerVersion", "Needs 'provider': say whose version it is.")),
                        number.get())
                .id();
    }

    private static @Nullable After after(Page page) {
        if (page.after().isEmpty()) {
            return null;
        }
        var key = page.after();
        try {
            return new After(ContractKind.of(key.get(0)), Sha256.parse(key.get(1)), Integer.parseInt(key.get(2)));
        } catch (InvalidInput | NumberFormatException notOurs) {
            throw Page.unknownCursor();
        }
    }

    private void publish(Tx tx, Context ctx) {
        var body = Requests.object(ctx);
        if (!(body.path("contract") instanceof ObjectNode contract)) {
            throw new InvalidInput("/contract", "Must be an object with 'kind' and 'sha256'.");
        }
        var kind = at("/contract", () -> ContractKind.of(Requests.required(contract, "kind")), "/kind");
        var sha256 = at("/contract", () -> Sha256.parse(Requests.required(contract, "sha256")), "/sha256");
        var report = new Report(
                new VersionNumber(Requests.required(body, "providerVersion")),
                method(body, kind),
                Requests.flag(body, "success")
                        .orElseThrow(() -> new InvalidInput("/success", "Is missing: say true or false.")),
                false,
                false,
                Requests.url(body, "buildUrl"),
                verifiedBy(body),
                null);
        var provider = new ParticipantName(Requests.required(body, "provider"));
        var recorded = verifications.record(
                tx, kind, sha256, provider, report, Links.of(ctx).base());
        Answers.json(ctx, 201, VerificationJson.of(recorded));
    }

    private interface Reading<T> {
        T read();
    }

    private static <T> T at(String parent, Reading<T> reading, String member) {
        try {
            return reading.read();
        } catch (InvalidInput invalid) {
            throw new InvalidInput(parent + member, invalid.details().getFirst().detail());
        }
    }

    /** What the kind of contract is verified by, unless it is said. */
    private static Method method(ObjectNode body, ContractKind kind) {
        var word = Requests.text(body, "method");
        var allowed = switch (kind) {
            case PACT -> List.of(Method.REPLAY, Method.CROSS_CHECK);
            case DB_USAGE -> List.of(Method.QUERY_REPLAY);
            case OPENAPI, DB_SCHEMA ->
                throw new InvalidInput(
                        "/contract/kind",
                        "Is '%s', which says what a provider offers: verified is a 'pact' or a 'db-usage'."
                                .formatted(kind.word()));
        };
        var method = word == null ? allowed.getFirst() : at("", () -> Method.of(word), "/method");
        if (!allowed.contains(method)) {
            throw new InvalidInput(
                    "/method",
                    "Is '%s': a contract of kind '%s' is verified by %s."
                            .formatted(
                                    method.word(),
                                    kind.word(),
                                    String.join(
                                            " or ",
                                            allowed.stream().map(Method::word).toList())));
        }
        return method;
    }

    private static @Nullable String verifiedBy(ObjectNode body) {
        var tool = Requests.line(body, "verifiedBy");
        return tool == null
                ? null
                : new String(
                        Json.write(JsonNodeFactory.instance.objectNode().put("implementation", tool)),
                        StandardCharsets.UTF_8);
    }
}
