package dev.seamwright.broker.crosscheck;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.broker.contract.ContractService;
import dev.seamwright.broker.contract.Deflated;
import dev.seamwright.broker.crosscheck.CrossCheckRequestStore.Known;
import dev.seamwright.broker.crosscheck.CrossCheckRequestStore.Open;
import dev.seamwright.broker.db.Transactor;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.job.Jobs;
import dev.seamwright.broker.verification.VerificationService;
import dev.seamwright.broker.verification.VerificationService.Report;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.Method;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.contracts.pact.Pact;
import dev.seamwright.verifier.comparison.CrossCheck;
import dev.seamwright.verifier.comparison.CrossCheckJson;
import dev.seamwright.verifier.comparison.CrossCheckResult;
import dev.seamwright.verifier.comparison.Strength;
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
 * Makes the cross-checks that were asked for: all pacts that wait for one version of a provider, on its document read once. Reads in one
 * transaction, compares outside of any, records in another; when a broker dies in between, another one does it again.
 */
public final class CrossChecks {
    private static final Logger log = LoggerFactory.getLogger(CrossChecks.class);

    private final Transactor transactor;
    private final ContractService contracts;
    private final VerificationService verifications;
    private final Strength strength;
    private final String verifiedBy;
    private final ReentrantLock oneAtATime = new ReentrantLock(true); // a large document takes a core and much memory

    /**
     * @param strength what must hold for a pass
     * @param version of this broker, that results name
     */
    public CrossChecks(
            Transactor transactor,
            ContractService contracts,
            VerificationService verifications,
            Strength strength,
            String version) {
        this.transactor = transactor;
        this.contracts = contracts;
        this.verifications = verifications;
        this.strength = strength;
        this.verifiedBy = JsonNodeFactory.instance
                .objectNode()
                .put("implementation", CrossCheckRequestStore.VERIFIED_BY)
                .put("version", version)
                .put("strength", strength.word())
                .toString();
    }

    /** Registers the work with {@code jobs}, which must not have been started. */
    public void work(Jobs jobs) {
        jobs.queue(CrossCheckRequestStore.QUEUE, this::work);
    }

    /** What there is to do for a version of a provider. */
    @SuppressWarnings("ArrayRecordComponent") // it is read once and compared never
    private record Todo(CrossCheckRequestStore.Provider provider, byte[] document, Map<Open, Pact> pacts) {}

    /** A result that is to be recorded; {@code problem} says why there is none. */
    private record Done(
            Open open,
            boolean success,
            @Nullable String results,
            @Nullable String problem) {
        static Done problem(Open open, String problem) {
            return new Done(open, false, null, problem);
        }
    }

    private Optional<Instant> work(String instance) {
        var parts = instance.split("/", -1);
        var caller = CrossCheckService.caller(Integer.parseInt(parts[0]));
        var version = Long.parseLong(parts[1]);
        oneAtATime.lock();
        try {
            transactor.write(caller, tx -> reuse(tx, version));
            transactor.read(caller, tx -> todo(tx, version)).ifPresent(todo -> {
                var results = check(todo);
                transactor.write(caller, tx -> record(tx, version, todo.provider(), results));
            });
        } finally {
            oneAtATime.unlock();
        }
        return Optional.empty();
    }

    /** Records what is known already: the same pact and the same document have the same result. */
    private int reuse(Tx tx, long version) {
        var store = tx.store(CrossCheckRequestStore.class);
        var provider = store.provider(version).orElse(null);
        if (provider == null) {
            return 0;
        }
        var known = new HashMap<Long, Known>();
        store.known(version, provider.documentContentId()).forEach(result -> known.put(result.contentId(), result));
        var results = new ArrayList<Done>();
        for (var open : store.open(version)) {
            var result = known.get(open.contentId());
            if (result != null) {
                var body = new String(Deflated.inflate(result.results()), StandardCharsets.UTF_8);
                results.add(new Done(open, result.success(), body, null));
            }
        }
        return record(tx, version, provider, results);
    }

    private Optional<Todo> todo(Tx tx, long version) {
        var store = tx.store(CrossCheckRequestStore.class);
        var open = store.open(version);
        return open.isEmpty()
                ? Optional.empty()
                : store.provider(version).map(provider -> {
                    var pacts = new LinkedHashMap<Open, Pact>();
                    open.forEach(request -> pacts.put(request, contracts.pact(tx, request.contentId())));
                    return new Todo(provider, contracts.openApi(tx, provider.documentContentId()), pacts);
                });
    }

    private List<Done> check(Todo todo) {
        var began = System.nanoTime();
        var provider = todo.provider();
        CrossCheck check;
        try {
            check = new CrossCheck(OpenApiDocument.parse(todo.document()), strength);
        } catch (InvalidInput unreadable) {
            // published when documents were not read yet
            var problem = "The OpenAPI document of %s %s cannot be read: %s"
                    .formatted(provider.name().value(), provider.number().value(), unreadable.getMessage());
            return todo.pacts().keySet().stream()
                    .map(open -> Done.problem(open, problem))
                    .toList();
        }
        var results = new ArrayList<Done>();
        todo.pacts().forEach((open, pact) -> results.add(check(check, open, pact)));
        log.info(
                "cross-check provider={} version={} pacts={} took={} ms",
                provider.name().value(),
                provider.number().value(),
                results.size(),
                (System.nanoTime() - began) / 1_000_000);
        return results;
    }

    private static Done check(CrossCheck check, Open open, Pact pact) {
        try {
            return done(open, check.check(pact));
        } catch (InvalidInput unreadable) {
            return Done.problem(open, "The pact cannot be judged: %s".formatted(unreadable.getMessage()));
        }
    }

    private static Done done(Open open, CrossCheckResult result) {
        return switch (result.verdict()) {
            case FAIL -> new Done(open, false, CrossCheckJson.of(result).toString(), null);
            case UNDECIDED -> Done.problem(open, CrossCheckRequestStore.NOT_PROVED);
            case PASS ->
                result.checked() < result.interactions()
                        ? Done.problem(
                                open,
                                "%d of its %d interactions are none over HTTP: verify them by a replay."
                                        .formatted(result.interactions() - result.checked(), result.interactions()))
                        : new Done(open, true, CrossCheckJson.of(result).toString(), null);
        };
    }

    private int record(Tx tx, long version, CrossCheckRequestStore.Provider provider, List<Done> results) {
        var store = tx.store(CrossCheckRequestStore.class);
        if (!store.provider(version).equals(Optional.of(provider))) {
            return 0; // another document took its place, and asked for its own
        }
        for (var result : results) {
            if (result.problem() != null) {
                store.problem(version, result.open().contentId(), result.problem());
            } else if (store.done(version, result.open().contentId()) > 0) {
                verifications.record(
                        tx,
                        ContractKind.PACT,
                        result.open().sha256(),
                        provider.name(),
                        new Report(
                                provider.number(),
                                Method.CROSS_CHECK,
                                result.success(),
                                false,
                                false,
                                null,
                                verifiedBy,
                                result.results()),
                        result.open().baseUrl());
            }
        }
        return results.size();
    }
}
