package dev.seamwright.broker.documentchange;

import dev.seamwright.broker.contract.ContractService;
import dev.seamwright.broker.contract.Deflated;
import dev.seamwright.broker.contract.PublicationListener.Published;
import dev.seamwright.broker.db.Transactor;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.documentchange.DocumentChangeStore.Pair;
import dev.seamwright.broker.job.Jobs;
import dev.seamwright.broker.token.Caller;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.broker.verdict.Break;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.openapi.rules.OpenApiJson;
import dev.seamwright.schemadiff.openapi.rules.OpenApiReview;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the document of each version that publishes one with that of the version before it on the main branch. Asked for in the
 * transaction of the publication, made by a queue outside of any.
 */
public final class DocumentChanges {
    private static final Logger log = LoggerFactory.getLogger(DocumentChanges.class);
    private static final int MOST_FINDINGS = 20;

    private final Transactor transactor;
    private final ContractService contracts;
    private final Clock clock;
    private final ReentrantLock oneAtATime = new ReentrantLock(true); // large documents take a core and much memory

    public DocumentChanges(Transactor transactor, ContractService contracts, Clock clock) {
        this.transactor = transactor;
        this.contracts = contracts;
        this.clock = clock;
    }

    /** Asks for the comparison of the version's new document. */
    public static void published(Tx tx, Published what, Runnable wake) {
        if (what.kinds().contains(ContractKind.OPENAPI)
                && tx.store(DocumentChangeStore.class).request(what.versionId(), tx.now()) > 0) {
            tx.afterCommit(wake);
        }
    }

    /** Registers the work with {@code jobs}, which must not have been started. */
    public void work(Jobs jobs) {
        jobs.queue(DocumentChangeStore.QUEUE, this::work);
    }

    /** What breaks in documents of the versions, by their ids, against the version before each of them. */
    public static List<Break> breaking(Tx tx, List<Long> versions) {
        return tx.store(DocumentChangeStore.class).breaking(versions.toArray(Long[]::new)).stream()
                .map(stored -> new Break(
                        stored.participant(),
                        stored.version(),
                        stored.before(),
                        stored.breaking(),
                        Json.parse(Deflated.inflate(stored.findings()))
                                .path("findings")
                                .valueStream()
                                .filter(finding ->
                                        finding.path("level").asText().equals(Level.BREAKING.word()))
                                .limit(MOST_FINDINGS)
                                .toList()))
                .toList();
    }

    /** Two documents as they were written. */
    @SuppressWarnings("ArrayRecordComponent") // they are read once and compared never
    private record Todo(Pair pair, byte[] before, byte[] after) {}

    private Optional<Instant> work(String instance) {
        var parts = instance.split("/", -1);
        var caller =
                new Caller(Integer.parseInt(parts[0]), "", "job:" + DocumentChangeStore.QUEUE, Scope.PUBLISH, false);
        var version = Long.parseLong(parts[1]);
        oneAtATime.lock();
        try {
            transactor
                    .read(
                            caller,
                            tx -> tx.store(DocumentChangeStore.class)
                                    .pair(version)
                                    .map(pair -> new Todo(
                                            pair,
                                            contracts.openApi(tx, pair.beforeContentId()),
                                            contracts.openApi(tx, pair.contentId()))))
                    .ifPresent(todo -> review(todo)
                            .ifPresent(review -> transactor.write(caller, tx -> record(tx, version, todo, review))));
        } finally {
            oneAtATime.unlock();
        }
        return Optional.empty();
    }

    private Optional<OpenApiReview> review(Todo todo) {
        try {
            return Optional.of(OpenApiReview.of(
                    OpenApiDocument.parse(todo.before()),
                    OpenApiDocument.parse(todo.after()),
                    LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)));
        } catch (InvalidInput unreadable) {
            // published when documents were not read yet
            log.warn("documents cannot be compared: {}", unreadable.getMessage());
            return Optional.empty();
        }
    }

    private static int record(Tx tx, long version, Todo todo, OpenApiReview review) {
        var breaking = (int) review.findings().stream()
                .filter(found -> found.finding().level() == Level.BREAKING)
                .count();
        return tx.store(DocumentChangeStore.class)
                .record(
                        version,
                        todo.pair().contentId(),
                        todo.pair().beforeVersionId(),
                        breaking,
                        Deflated.deflate(Json.write(OpenApiJson.of(review))),
                        tx.now());
    }
}
