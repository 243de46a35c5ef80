package dev.seamwright.verifier.comparison;

import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.contracts.openapi.Operation;
import dev.seamwright.contracts.openapi.Response;
import dev.seamwright.contracts.pact.Interaction;
import dev.seamwright.contracts.pact.Pact;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.openapi.containment.Containment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Compares pacts with an OpenAPI document, without a running provider: whether what a consumer asks is accepted, and whether what it is
 * answered suits it. Not for several threads at once.
 */
public final class CrossCheck {
    /** From here on a response is a refusal, which the request may be the reason for. */
    private static final int FIRST_REFUSAL = 400;

    private final OpenApiDocument document;
    private final Strength strength;
    private final Routes routes;
    private final RequestCheck requests;
    private final ResponseCheck responses;

    /** Prepares for any number of pacts. */
    public CrossCheck(OpenApiDocument document, Strength strength) {
        this.document = document;
        this.strength = strength;
        this.routes = new Routes(document);
        var containment = new Containment();
        this.requests = new RequestCheck(new Credentials(document), containment);
        this.responses = new ResponseCheck(containment);
    }

    /** What there is to be said about every interaction of a pact, in its order. */
    public CrossCheckResult check(Pact pact) {
        return check(pact, interaction -> true);
    }

    /** As {@link #check(Pact)}, of some interactions alone. */
    public CrossCheckResult check(Pact pact, Predicate<Interaction> which) {
        var json = pact.toJson();
        var findings = new ArrayList<CrossCheckFinding>();
        var checked = 0;
        var interactions = pact.interactions().stream().filter(which).toList();
        for (var interaction : interactions) {
            var exchange = Exchange.of(interaction, json.at(interaction.pointer()));
            var report = new Report(interaction, document.root(), strength);
            if (exchange.isPresent()) {
                checked++;
                check(exchange.get(), report);
            } else {
                report.add(
                        CrossCheckRules.NOT_CHECKED,
                        Level.UNDECIDED,
                        interaction.pointer(),
                        document.root(),
                        "is %s, which is not compared with a document".formatted(interaction.type()));
            }
            var pending = exchange.filter(Exchange::pending).isPresent();
            report.findings().forEach(finding -> findings.add(pending ? pending(finding) : finding));
        }
        return CrossCheckResult.of(strength, interactions.size(), checked, findings);
    }

    /** Version 4 marks interactions that are not to fail yet. */
    private static CrossCheckFinding pending(CrossCheckFinding finding) {
        return finding.level() == Level.BREAKING ? finding.at(Level.RISKY) : finding;
    }

    private void check(Exchange exchange, Report report) {
        var reached = reached(routes, exchange);
        if (reached.isEmpty()) {
            unknown(exchange, path(exchange), report);
            return;
        }
        var match = reached.get();
        var refusals = RequestCheck.path(match);
        if (!refusals.isEmpty()) {
            for (var refusal : refusals) {
                report.breaking(
                        CrossCheckRules.PATH_PARAMETER,
                        exchange.request().pointer() + "/path",
                        refusal.node(),
                        refusal.message());
            }
            return;
        }
        var operation = match.operation();
        RequestCheck.pathNotCompared(exchange, match, report);
        requests.check(exchange, operation, !expectsRefusal(exchange), report);
        responses.check(exchange, operation, report);
    }

    private static String path(Exchange exchange) {
        return exchange.path().startsWith("/") ? exchange.path() : "/" + exchange.path();
    }

    /** The operation that a request reaches: the first whose parameters take its path, else the first by the path alone. */
    static Optional<Routes.Match> reached(Routes routes, Exchange exchange) {
        var path = path(exchange);
        // a query in the path is sent as a part of it
        var matches = path.contains("?") ? List.<Routes.Match>of() : routes.matches(exchange.method(), path);
        return matches.stream()
                .filter(match -> RequestCheck.path(match).isEmpty())
                .findFirst()
                .or(() -> matches.stream().findFirst());
    }

    private void unknown(Exchange exchange, String path, Report report) {
        var methods = routes.methods(path);
        report.breaking(
                CrossCheckRules.OPERATION_UNKNOWN,
                exchange.request().pointer() + (methods.isEmpty() ? "/path" : "/method"),
                document.root().get("paths").orElse(document.root()),
                methods.isEmpty()
                        ? "the document has no path for %s".formatted(exchange.path())
                        : "the document has no %s for %s, only %s"
                                .formatted(exchange.method(), exchange.path(), String.join(", ", methods)));
    }

    /** Whether the consumer expects a refusal, which may be the very point of what it sends. */
    static boolean expectsRefusal(Exchange exchange) {
        return exchange.status() >= FIRST_REFUSAL;
    }

    /** The response of an operation that is meant for a status: the exact one, its range, the default. */
    static Optional<Response> response(Operation operation, int status) {
        return Optional.ofNullable(operation.responses().get(Integer.toString(status)))
                .or(() -> Optional.ofNullable(operation.responses().get("%dXX".formatted(status / 100))))
                .or(() -> Optional.ofNullable(operation.responses().get("default")));
    }
}
