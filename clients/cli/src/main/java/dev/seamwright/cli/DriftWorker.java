package dev.seamwright.cli;

import static dev.seamwright.cli.http.Answers.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.cli.DriftTargets.Address;
import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.cli.http.BrokerFailure;
import dev.seamwright.cli.http.Urls;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.DatabaseSchemaJson;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.schemadiff.postgres.drift.Drift;
import dev.seamwright.schemadiff.postgres.drift.DriftCheck;
import dev.seamwright.schemadiff.postgres.drift.DriftReport;
import dev.seamwright.schemadiff.postgres.drift.Unseen;
import dev.seamwright.verifier.probe.DocumentDrift;
import dev.seamwright.verifier.replay.RequestHeader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks at the targets that are due, of those that it can reach, until it is told to stop. */
final class DriftWorker {
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int LONGEST_PROBLEM = 1_900;

    private final BrokerClient client;
    private final DriftTargets targets;
    private final String name;
    private final Clock clock;
    private final Consumer<String> say;
    private final CountDownLatch stopping = new CountDownLatch(1);

    /** What is told of a target. */
    private record Found(String state, @Nullable String problem, ObjectNode findings) {}

    /** @param name of the worker, for people */
    DriftWorker(BrokerClient client, DriftTargets targets, String name, Clock clock, Consumer<String> say) {
        this.client = client;
        this.targets = targets;
        this.name = name;
        this.clock = clock;
        this.say = say;
    }

    /** Ends after the look that it is at. */
    void stop() {
        stopping.countDown();
    }

    /**
     * Works until {@link #stop}.
     *
     * @param isOnce whether to end as soon as nothing is due
     * @return how many looks were told
     */
    int run(boolean isOnce) throws InterruptedException {
        var looks = 0;
        while (stopping.getCount() > 0) {
            JsonNode check;
            try {
                check = claim();
                if (check.isObject()) {
                    look(check);
                    looks++;
                    continue;
                }
            } catch (BrokerFailure.Outage away) {
                if (isOnce) {
                    throw away;
                }
                say.accept(away.getMessage() + " Asking again.");
            }
            if (isOnce) {
                return looks;
            }
            var _ = stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
        return looks;
    }

    private JsonNode claim() {
        var body = JsonNodeFactory.instance.objectNode().put("worker", name);
        targets.names().forEach(body.putArray("targets")::add);
        return client.post("/api/v1/drift/claim", body);
    }

    private void look(JsonNode check) {
        var what = "%s of %s in %s"
                .formatted(text(check, "target"), text(check, "participant"), text(check, "environment"));
        byte[] contract;
        try {
            contract = client.document(text(check.path("contract"), "url"));
        } catch (BrokerFailure.Refused gone) {
            say.accept("Drift: what was recorded of %s could not be read: %s".formatted(what, gone.getMessage()));
            return; // the lease ends, and the target is due again
        }
        var found = switch (targets.at(text(check, "target"))) {
            case Address.Database(var connector) ->
                text(check, "kind").equals("database")
                        ? found(DriftCheck.strict().compare(schema(contract), connector))
                        : wrongKind("a database, and the broker takes it for an API");
            case Address.Document(var url, var headers) ->
                text(check, "kind").equals("api") ? document(url, headers, contract) : wrongKind("the URL of an API");
        };
        var body = JsonNodeFactory.instance
                .objectNode()
                .put("token", text(check.path("lease"), "token"))
                .put("state", found.state());
        if (found.problem() != null) {
            body.put("problem", shortened(found.problem()));
        }
        body.set("findings", found.findings());
        try {
            client.post("/api/v1/drift/checks" + Urls.path(text(check, "id"), "result"), body);
            say.accept("Drift: %s is %s%s"
                    .formatted(what, found.state(), found.problem() == null ? "" : ": " + found.problem()));
        } catch (BrokerFailure.Refused lost) {
            say.accept("Drift: what was found of %s was not taken: %s".formatted(what, lost.getMessage()));
        }
    }

    private Found document(String url, List<RequestHeader> headers, byte[] contract) {
        try {
            var drift = DocumentDrift.at(
                    url,
                    headers,
                    OpenApiDocument.parse(contract),
                    LIMIT,
                    LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
            var json = DocumentDrift.json(drift);
            return new Found(text(json, "verdict"), DocumentDrift.problem(drift), json);
        } catch (InvalidInput unreadable) {
            return unknown("The recorded document cannot be read: " + unreadable.getMessage());
        }
    }

    private static Found found(Drift drift) {
        var json = DriftReport.json(drift);
        return new Found(
                text(json, "verdict"),
                drift instanceof Drift.Unknown unknown
                        ? unknown.reasons().stream().map(Unseen::words).collect(Collectors.joining(" "))
                        : null,
                json);
    }

    private static Found wrongKind(String what) {
        return unknown("The worker's target is %s: put the target with the other kind.".formatted(what));
    }

    private static Found unknown(String problem) {
        return new Found("unknown", problem, JsonNodeFactory.instance.objectNode());
    }

    private static DatabaseSchema schema(byte[] contract) {
        try {
            return DatabaseSchemaJson.read(new ByteArrayInputStream(contract));
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading from memory cannot fail", impossible);
        }
    }

    private static String shortened(String problem) {
        var line = problem.replaceAll("\\s+", " ").strip();
        return line.length() > LONGEST_PROBLEM ? line.substring(0, LONGEST_PROBLEM) + "…" : line;
    }
}
