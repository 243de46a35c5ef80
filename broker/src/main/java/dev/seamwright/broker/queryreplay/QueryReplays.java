package dev.seamwright.broker.queryreplay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.broker.contract.ContractService;
import dev.seamwright.broker.contract.Deflated;
import dev.seamwright.broker.db.Transactor;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.job.Jobs;
import dev.seamwright.broker.queryreplay.ReplayRequestStore.Known;
import dev.seamwright.broker.queryreplay.ReplayRequestStore.Open;
import dev.seamwright.broker.verification.VerificationService;
import dev.seamwright.broker.verification.VerificationService.Report;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.Method;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbusage.DatabaseUsage;
import dev.seamwright.schemadiff.postgres.replay.LoadableSchema;
import dev.seamwright.schemadiff.postgres.replay.QueryReplay;
import dev.seamwright.schemadiff.postgres.replay.ReplayReport;
import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the verifications that were asked for: all that wait for one version of a database, on its schema loaded once. Reads in one
 * transaction, replays outside of any, records in another; when a broker dies in between, another one does it again.
 */
public final class QueryReplays {
    private static final Logger log = LoggerFactory.getLogger(QueryReplays.class);

    private final Transactor transactor;
    private final ContractService contracts;
    private final VerificationService verifications;
    private final QueryReplay replay;
    private final String verifiedBy;
    private final ReentrantLock oneAtATime =
            new ReentrantLock(true); // as the shadow does: what waits is read when its turn has come

    /** @param version of this broker, that results name */
    public QueryReplays(
            Transactor transactor,
            ContractService contracts,
            VerificationService verifications,
            Shadow shadow,
            String version) {
        this.transactor = transactor;
        this.contracts = contracts;
        this.verifications = verifications;
        this.replay = new QueryReplay(shadow);
        this.verifiedBy = JsonNodeFactory.instance
                .objectNode()
                .put("implementation", "Seamwright query replay")
                .put("version", version)
                .toString();
    }

    /** Registers the work with {@code jobs}, which must not have been started. */
    public void work(Jobs jobs) {
        jobs.queue(ReplayRequestStore.QUEUE, this::work);
    }

    /** What there is to do for a version of a database. */
    private record Todo(ReplayRequestStore.Provider provider, DatabaseSchema schema, Map<Open, DatabaseUsage> usages) {}

    /** A result that is to be recorded; {@code problem} says why there is none. */
    private record Done(
            Open open,
            boolean success,
            @Nullable String results,
            @Nullable String problem) {}

    private Optional<Instant> work(String instance) {
        var parts = instance.split("/", -1);
        var workspace = Integer.parseInt(parts[0]);
        var version = Long.parseLong(parts[1]);
        oneAtATime.lock();
        try {
            transactor.write(QueryReplayService.caller(workspace), tx -> reuse(tx, version));
            transactor
                    .read(QueryReplayService.caller(workspace), tx -> todo(tx, version))
                    .ifPresent(todo -> {
                        var results = replay(todo);
                        transactor.write(
                                QueryReplayService.caller(workspace),
                                tx -> record(tx, version, todo.provider(), results));
                    });
        } finally {
            oneAtATime.unlock();
        }
        return Optional.empty();
    }

    /** Records what is known already: the same usage on the same schema has the same result. */
    private int reuse(Tx tx, long version) {
        var store = tx.store(ReplayRequestStore.class);
        var provider = store.provider(version).orElse(null);
        if (provider == null) {
            return 0;
        }
        var known = new HashMap<Long, Known>();
        store.known(version, provider.schemaContentId()).forEach(result -> known.put(result.contentId(), result));
        var results = new ArrayList<Done>();
        for (var open : store.open(version)) {
            var result = known.get(open.contentId());
            if (result != null) {
                var body = result.results();
                results.add(new Done(
                        open,
                        result.success(),
                        body == null ? null : new String(Deflated.inflate(body), StandardCharsets.UTF_8),
                        null));
            }
        }
        return record(tx, version, provider, results);
    }

    private Optional<Todo> todo(Tx tx, long version) {
        var store = tx.store(ReplayRequestStore.class);
        var open = store.open(version);
        return open.isEmpty()
                ? Optional.empty()
                : store.provider(version).map(provider -> {
                    var usages = new LinkedHashMap<Open, DatabaseUsage>();
                    open.forEach(request -> usages.put(request, contracts.usage(tx, request.contentId())));
                    return new Todo(provider, contracts.schema(tx, provider.schemaContentId()), usages);
                });
    }

    private List<Done> replay(Todo todo) {
        var began = System.nanoTime();
        var requests = List.copyOf(todo.usages().keySet());
        var schema = LoadableSchema.of(todo.schema());
        List<ReplayReport> reports;
        try {
            reports = replay.verify(schema, List.copyOf(todo.usages().values()));
        } catch (Rejected | Shadow.LimitReached refused) {
            var problem = "The schema of %s %s cannot be loaded: %s"
                    .formatted(
                            todo.provider().name().value(),
                            todo.provider().number().value(),
                            refused.getMessage());
            log.warn(
                    "query replay impossible database={} version={} reason={}",
                    todo.provider().name().value(),
                    todo.provider().number().value(),
                    refused.getMessage());
            return requests.stream()
                    .map(request -> new Done(request, false, null, problem))
                    .toList();
        }
        log.info(
                "query replay database={} version={} usages={} took={} ms",
                todo.provider().name().value(),
                todo.provider().number().value(),
                requests.size(),
                (System.nanoTime() - began) / 1_000_000);
        var results = new ArrayList<Done>();
        for (var i = 0; i < requests.size(); i++) {
            results.add(done(
                    requests.get(i),
                    reports.get(i),
                    List.copyOf(todo.usages().values()).get(i),
                    schema));
        }
        return results;
    }

    private static Done done(Open request, ReplayReport report, DatabaseUsage usage, LoadableSchema schema) {
        var undecided = ReplayResultJson.undecided(report, usage);
        if (report.passes() && !undecided.isEmpty()) {
            return new Done(request, false, null, undecided);
        }
        var results = ReplayResultJson.of(report, usage, QueryReplay.unknownRole(usage.identity(), schema));
        return new Done(request, report.passes(), results.toString(), null);
    }

    private int record(Tx tx, long version, ReplayRequestStore.Provider provider, List<Done> results) {
        var store = tx.store(ReplayRequestStore.class);
        for (var result : results) {
            if (result.problem() != null) {
                store.problem(version, result.open().contentId(), result.problem());
            } else if (store.done(version, result.open().contentId()) > 0) {
                verifications.record(
                        tx,
                        ContractKind.DB_USAGE,
                        result.open().sha256(),
                        provider.name(),
                        new Report(
                                provider.number(),
                                Method.QUERY_REPLAY,
                                result.success(),
                                false,
                                false,
                                null,
                                verifiedBy,
                                result.results()),
                        "");
            }
        }
        return results.size();
    }
}
