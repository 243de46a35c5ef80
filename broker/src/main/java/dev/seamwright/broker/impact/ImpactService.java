package dev.seamwright.broker.impact;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.analysis.Analysis;
import dev.seamwright.broker.contract.ContractService;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.participant.Participant;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.problem.BrokerException.Unprocessable;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.pact.Pact;
import dev.seamwright.schemadiff.postgres.replay.QueryReplay;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Answers what breaks if a contract changes. What is recorded is read in one transaction; the answer is computed outside of any. */
public final class ImpactService {
    private static final int MOST_DATABASES = 50;

    private final ParticipantService participants;
    private final ContractService contracts;
    private final Readings readings;
    private final DatabaseImpact databases;
    private final Workbench workbench;
    private final Clock clock;

    public ImpactService(
            ParticipantService participants,
            ContractService contracts,
            Shadow shadow,
            Workbench workbench,
            Clock clock) {
        this.participants = participants;
        this.contracts = contracts;
        this.readings = new Readings(contracts);
        this.databases = new DatabaseImpact(new QueryReplay(shadow));
        this.workbench = workbench;
        this.clock = clock;
    }

    /** Opens a transaction in the workspace of the caller, for those who hold none while they compute. */
    public interface Reader {
        <T> T read(Function<Tx, T> work);
    }

    private sealed interface Recorded {
        record Database(ParticipantName name, DatabaseImpact.Recorded recorded, Instant asOf) implements Recorded {}

        record Api(ParticipantName name, ApiImpact.Recorded recorded, Instant asOf) implements Recorded {}
    }

    /**
     * The answer to a question as our API takes it.
     *
     * @throws InvalidInput when it is none
     */
    public ObjectNode answer(ObjectNode body, Reader reader) {
        var question = Question.of(body);
        var recorded = reader.read(tx -> recorded(tx, question));
        return workbench.run(() -> answer(question, recorded));
    }

    private ObjectNode answer(Question question, Recorded recorded) {
        return switch (recorded) {
            case Recorded.Database(var name, var known, var asOf) ->
                ImpactJson.of(Analysis.judged(() -> databases.of(name, script(question), known)), asOf);
            case Recorded.Api(var name, var known, var asOf) ->
                ImpactJson.of(
                        ApiImpact.of(
                                name, question.change(), known, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)),
                        asOf);
        };
    }

    private static Script script(Question question) {
        return question.change() instanceof Change.Ddl(var script) ? script : new Script("change", List.of());
    }

    private Recorded recorded(Tx tx, Question question) {
        var name = question.participant();
        if (question.change() instanceof Change.Ddl(var script)) {
            var database = name == null ? named(tx, script) : participants.get(tx, name);
            return new Recorded.Database(database.name(), database(tx, database), tx.now());
        }
        var provider = participants.get(tx, Objects.requireNonNull(name));
        return new Recorded.Api(provider.name(), api(tx, provider), tx.now());
    }

    private DatabaseImpact.Recorded database(Tx tx, Participant database) {
        var known = known(tx, database, ContractKind.DB_SCHEMA, ContractKind.DB_USAGE);
        var schemas = new HashMap<Long, Readings.Schema>();
        known.own().forEach(own -> schemas.computeIfAbsent(own.contentId(), id -> readings.schema(tx, id)));
        var usages = new HashMap<Long, Readings.Usage>();
        known.others().forEach(other -> usages.computeIfAbsent(other.contentId(), id -> readings.usage(tx, id)));
        return new DatabaseImpact.Recorded(known, schemas, usages);
    }

    private ApiImpact.Recorded api(Tx tx, Participant provider) {
        var known = known(tx, provider, ContractKind.OPENAPI, ContractKind.PACT);
        if (known.own().isEmpty()) {
            throw new Unprocessable(
                    "No OpenAPI document of %s is recorded: publish the one that is there first, so that there is something to compare with; for a database send ddl."
                            .formatted(provider.name().value()));
        }
        var documents = new HashMap<Long, byte[]>();
        known.own().forEach(own -> documents.computeIfAbsent(own.contentId(), id -> contracts.openApi(tx, id)));
        var pacts = new HashMap<Long, Pact>();
        known.others().forEach(other -> pacts.computeIfAbsent(other.contentId(), id -> contracts.pact(tx, id)));
        return new ApiImpact.Recorded(known, documents, pacts);
    }

    private static Known known(Tx tx, Participant participant, ContractKind own, ContractKind consumers) {
        return Known.of(tx.store(ImpactStore.class).standing(participant.id(), own.word(), consumers.word()));
    }

    /** The one database that has what the statements name. */
    private Participant named(Tx tx, Script script) {
        var store = tx.store(ImpactStore.class);
        var names = store.databases(MOST_DATABASES + 1);
        if (names.size() > MOST_DATABASES) {
            throw new InvalidInput(
                    "/participant", "Is missing: there are more than %d databases.".formatted(MOST_DATABASES));
        }
        Set<String> words = new HashSet<>();
        script.statements().forEach(statement -> words.addAll(Relevance.words(statement.sql())));
        var all = participants.findAll(tx, names);
        var found = new ArrayList<Participant>();
        for (var name : names) {
            var database = Objects.requireNonNull(all.get(name));
            var has = names.size() == 1
                    || store.document(database.id(), ContractKind.DB_SCHEMA.word(), null)
                            .filter(content -> !Relevance.named(
                                            readings.schema(tx, content).schema(), words)
                                    .isEmpty())
                            .isPresent();
            if (has) {
                found.add(database);
            }
        }
        if (found.size() == 1) {
            return found.getFirst();
        }
        var listed = (found.isEmpty()
                        ? names
                        : found.stream().map(Participant::name).toList())
                .stream().map(ParticipantName::value).collect(Collectors.joining(", "));
        throw new InvalidInput(
                "/participant",
                found.isEmpty()
                        ? "Is missing, and no recorded schema has what is named. Databases with a schema: %s."
                                .formatted(listed.isEmpty() ? "none" : listed)
                        : "Is missing, and several databases have what is named: %s.".formatted(listed));
    }
}
