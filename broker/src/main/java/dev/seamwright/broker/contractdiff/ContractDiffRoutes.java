package dev.seamwright.broker.contractdiff;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.analysis.Analysis;
import dev.seamwright.broker.contract.ContractService;
import dev.seamwright.broker.contractdiff.ContractDiff.Found;
import dev.seamwright.broker.contractdiff.ContractDiff.Other;
import dev.seamwright.broker.contractdiff.ContractDiff.Outcome;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.problem.BrokerException.TooMuchWork;
import dev.seamwright.broker.problem.BrokerException.Unavailable;
import dev.seamwright.broker.problem.BrokerException.Unprocessable;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.DatabaseSchemaJson;
import dev.seamwright.contracts.dbusage.DatabaseUsage;
import dev.seamwright.contracts.dbusage.DatabaseUsageJson;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.contracts.pact.Pact;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.postgres.rules.StoredReview;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import dev.seamwright.verifier.footprint.Consumer;
import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Two stored contracts, compared. No connection is held while the engines work. */
public final class ContractDiffRoutes {
    /** Both documents together, in bytes: the work grows with them. */
    private static final int LARGEST = 32 * 1024 * 1024;

    private static final int MOST_OTHERS = 500;
    private static final int MOST_PACTS = 100;
    private static final int AT_ONCE = 2;
    private static final int PATIENCE_SECONDS = 20;

    private final ContractService contracts;
    private final StoredReview schemas;
    private final Clock clock;
    private final Semaphore atOnce = new Semaphore(AT_ONCE, true);

    public ContractDiffRoutes(ContractService contracts, Shadow shadow, Clock clock) {
        this.contracts = contracts;
        this.schemas = new StoredReview(shadow);
        this.clock = clock;
    }

    public void register(Api api) {
        api.stream("/api/v1/contracts/{kind}/{sha256}/diff/{other}", ctx -> diff(api, ctx));
    }

    /** What is compared, and who stands on the other side. */
    @SuppressWarnings("ArrayRecordComponent") // they are read once and compared never
    private record Question(
            ContractKind kind,
            Sha256 beforeHash,
            Sha256 afterHash,
            byte[] before,
            byte[] after,
            List<Other> others,
            List<Consumer> consumers) {}

    private void diff(Api api, Context ctx) {
        // the caller is known before anything of the request is judged
        var question = api.inRead(
                ctx,
                tx -> question(
                        tx,
                        ContractKind.of(ctx.pathParam("kind")),
                        Sha256.parse(ctx.pathParam("sha256")),
                        Sha256.parse(ctx.pathParam("other"))));
        var bytes = question.before().length + question.after().length;
        if (bytes > LARGEST) {
            throw new TooMuchWork(
                    "The two contracts have %d bytes together, and at most %d are compared: fetch and compare them."
                            .formatted(bytes, LARGEST));
        }
        Answers.json(ctx, 200, json(question, compared(question)));
    }

    private Question question(Tx tx, ContractKind kind, Sha256 before, Sha256 after) {
        var store = tx.store(OtherStore.class);
        var old = contracts.document(tx, kind, before);
        var current = contracts.document(tx, kind, after);
        var rows = switch (kind) {
            case PACT, DB_USAGE -> store.providers(kind.word(), before, after, MOST_OTHERS);
            case OPENAPI -> store.consumers(kind.word(), ContractKind.PACT.word(), before, after, MOST_OTHERS);
            case DB_SCHEMA -> store.consumers(kind.word(), ContractKind.DB_USAGE.word(), before, after, MOST_OTHERS);
        };
        var consumers = kind == ContractKind.OPENAPI ? consumers(tx, rows) : List.<Consumer>of();
        return new Question(kind, before, after, old, current, others(rows), consumers);
    }

    private static List<Other> others(List<OtherStore.Row> rows) {
        return byVersion(rows).values().stream()
                .map(places -> new Other(
                        places.getFirst().participant(),
                        places.getFirst().version(),
                        environments(places),
                        Outcome.of(places.getFirst().before()),
                        Outcome.of(places.getFirst().after())))
                .toList();
    }

    private List<Consumer> consumers(Tx tx, List<OtherStore.Row> rows) {
        var consumers = new ArrayList<Consumer>();
        for (var places : byVersion(rows).values()) {
            var content = places.getFirst().content();
            if (content != null && consumers.size() < MOST_PACTS) {
                consumers.add(new Consumer(
                        places.getFirst().participant().value(),
                        places.getFirst().version().value(),
                        environments(places),
                        contracts.pact(tx, content)));
            }
        }
        return consumers;
    }

    private static Map<String, List<OtherStore.Row>> byVersion(List<OtherStore.Row> rows) {
        return rows.stream()
                .collect(Collectors.groupingBy(
                        row -> "%s\n%s\n%s"
                                .formatted(
                                        row.participant().value(), row.version().value(), row.content()),
                        LinkedHashMap::new,
                        Collectors.toList()));
    }

    private static List<String> environments(List<OtherStore.Row> places) {
        return places.stream().map(OtherStore.Row::environment).distinct().toList();
    }

    private ContractDiff compared(Question question) {
        if (question.beforeHash().equals(question.afterHash())) {
            return new ContractDiff(List.of(), List.of());
        }
        try {
            if (!atOnce.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new Unavailable("Other contracts are being compared just now. Try again shortly.");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Unavailable("The broker is stopping.");
        }
        try {
            return reviewed(question);
        } catch (InvalidInput unreadable) {
            // published when documents were not read yet
            throw new Unprocessable("One of the contracts cannot be read: " + unreadable.getMessage());
        } finally {
            atOnce.release();
        }
    }

    private ContractDiff reviewed(Question question) {
        var before = question.before();
        var after = question.after();
        return switch (question.kind()) {
            case PACT ->
                PactReview.of(
                        Pact.parse(before).withoutInteractionIds(),
                        Pact.parse(after).withoutInteractionIds());
            case DB_USAGE -> UsageReview.of(usage(before), usage(after));
            case OPENAPI ->
                OpenApiDiff.of(
                        OpenApiDocument.parse(before),
                        OpenApiDocument.parse(after),
                        LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC),
                        question.consumers());
            case DB_SCHEMA -> schemas(schema(before), schema(after));
        };
    }

    private ContractDiff schemas(DatabaseSchema before, DatabaseSchema after) {
        var reviewed = Analysis.judged(() -> schemas.review(before, after));
        var findings = reviewed.review().findings().stream()
                .map(found -> new Found(
                        found.finding().rule().id(),
                        found.finding().level(),
                        found.finding().subject(),
                        found.finding().message(),
                        found.finding().rule().rationale(),
                        found.finding().remedy(),
                        found.finding().witness(),
                        null,
                        null,
                        null))
                .toList();
        return new ContractDiff(
                findings,
                reviewed.unloaded().stream()
                        .limit(MOST_PACTS)
                        .map(one -> "The broker's PostgreSQL could not make a part of the schema: " + one)
                        .toList());
    }

    private static DatabaseUsage usage(byte[] document) {
        return DatabaseUsageJson.of(Json.parse(document));
    }

    private static DatabaseSchema schema(byte[] document) {
        try {
            return DatabaseSchemaJson.read(new ByteArrayInputStream(document));
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading from memory cannot fail", impossible);
        }
    }

    private static ObjectNode json(Question question, ContractDiff diff) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("kind", question.kind().word());
        json.put("before", question.beforeHash().hex());
        json.put("after", question.afterHash().hex());
        json.put("verdict", diff.level().map(Level::word).orElse("identical"));
        var findings = json.putArray("findings");
        diff.findings().forEach(found -> put(findings.addObject(), found));
        var others = json.putArray("others");
        for (var other : question.others()) {
            var item = others.addObject();
            item.put("participant", other.participant().value());
            item.put("version", other.version().value());
            other.environments().forEach(item.putArray("environments")::add);
            item.put("before", word(other.before()));
            item.put("after", word(other.after()));
        }
        diff.notes().forEach(json.putArray("notes")::add);
        return json;
    }

    private static void put(ObjectNode item, Found found) {
        item.put("rule", found.rule())
                .put("level", found.level().word())
                .put("subject", found.subject())
                .put("message", found.message())
                .put("rationale", found.rationale())
                .put("remedy", found.remedy());
        found.witness().forEach(item.putArray("witness")::add);
        if (found.before() != null) {
            item.put("before", found.before());
        }
        if (found.after() != null) {
            item.put("after", found.after());
        }
        if (found.consumers() != null) {
            var consumers = item.putArray("consumers");
            for (var consumer : found.consumers()) {
                var hit = consumers.addObject();
                hit.put("participant", consumer.name()).put("version", consumer.version());
                consumer.environments().forEach(hit.putArray("environments")::add);
                hit.put("certainty", consumer.certainty()).put("why", consumer.why());
            }
        }
    }

    private static String word(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }
}
