package dev.seamwright.broker.migration;

import dev.seamwright.broker.contract.ContractService;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.environment.EnvironmentService;
import dev.seamwright.broker.matrix.Destination;
import dev.seamwright.broker.migration.Neighbours.Baseline;
import dev.seamwright.broker.migration.Neighbours.Consumer;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.problem.BrokerException.NotFound;
import dev.seamwright.broker.version.VersionService;
import dev.seamwright.contracts.InvalidInput;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Finds who is concerned by a migration. */
final class NeighbourService {
    private final ParticipantService participants;
    private final VersionService versions;
    private final EnvironmentService environments;
    private final ContractService contracts;

    NeighbourService(
            ParticipantService participants,
            VersionService versions,
            EnvironmentService environments,
            ContractService contracts) {
        this.participants = participants;
        this.versions = versions;
        this.environments = environments;
        this.contracts = contracts;
    }

    /** @throws NotFound when the database, the environment or a version that is named does not exist */
    Neighbours of(Tx tx, Question question) {
        var database = participants.get(tx, question.database()).id();
        var store = tx.store(NeighbourStore.class);
        var schemas = new ArrayList<NeighbourStore.Published>();
        var usages = new ArrayList<NeighbourStore.Published>();
        switch (question.target()) {
            case Destination.Environment target -> {
                var environment = environments.get(tx, target.name()).id();
                schemas.addAll(store.schemasIn(environment, database));
                usages.addAll(store.usagesIn(environment, database));
            }
            case Destination.Branch target -> {
                schemas.addAll(store.schemasOn(target.branch(), database));
                usages.addAll(store.usagesOn(target.branch(), database));
            }
            case Destination.MainBranch target -> {
                schemas.addAll(store.schemasOn(null, database));
                usages.addAll(store.usagesOn(null, database));
            }
            case Destination.Tag _, Destination.Latest _, Destination.Anything _ ->
                throw new InvalidInput("/target/type", "Must be environment, branch or main-branch.");
        }
        var soon = new ArrayList<Long>();
        for (var release : question.with()) {
            soon.add(versions.get(tx, participants.get(tx, release.participant()), release.version())
                    .id());
        }
        usages.addAll(store.of(soon.toArray(Long[]::new), database));
        return new Neighbours(
                baselines(tx, schemas),
                consumers(tx, usages, question),
                consumers(tx, store.usagesOn(null, database), question));
    }

    private List<Baseline> baselines(Tx tx, List<NeighbourStore.Published> schemas) {
        var baselines = new ArrayList<Baseline>();
        var contents = new HashSet<Long>();
        for (var published : schemas) {
            if (contents.add(published.contentId())) {
                baselines.add(new Baseline(published.version(), contracts.schema(tx, published.contentId())));
            }
        }
        return baselines;
    }

    private List<Consumer> consumers(Tx tx, List<NeighbourStore.Published> usages, Question question) {
        var consumers = new ArrayList<Consumer>();
        var versionIds = new HashSet<Long>();
        for (var published : usages) {
            if (versionIds.add(published.versionId())
                    && !question.ignores(published.participant(), published.version())) {
                consumers.add(new Consumer(
                        published.participant(), published.version(), contracts.usage(tx, published.contentId())));
            }
        }
        return consumers;
    }
}
