package dev.seamwright.broker.mcp;

import dev.seamwright.broker.contract.ContractApiRoutes;
import dev.seamwright.broker.contract.ContractService;
import dev.seamwright.broker.impact.ImpactService;
import dev.seamwright.broker.impact.WhoUses;
import dev.seamwright.broker.impact.Workbench;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.verdict.VerdictAnswers;
import dev.seamwright.broker.verificationjob.VerificationJobService;
import dev.seamwright.broker.version.VersionService;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every tool, in the order in which agents see them. */
public final class Tools {
    private final List<Tool> all;

    /** What tools work with. */
    public record Parts(
            ParticipantService participants,
            VersionService versions,
            ContractService contracts,
            ContractApiRoutes publishing,
            VerdictAnswers verdicts,
            ImpactService impacts,
            VerificationJobService jobs,
            Shadow shadow,
            Workbench workbench,
            Clock clock) {}

    public Tools(Parts parts) {
        var contracts = new RecordedContracts(parts.participants(), parts.versions(), parts.contracts());
        this.all = Stream.of(
                        new ImpactTools(parts.impacts(), new WhoUses(parts.participants(), parts.contracts())).all(),
                        new VerdictTools(parts.verdicts()).all(),
                        new ContractTools(contracts, parts.workbench(), parts.clock()).all(),
                        new MigrationTools(contracts, parts.impacts(), parts.shadow(), parts.workbench()).all(),
                        new WriteTools(parts.participants(), parts.publishing(), parts.jobs()).all())
                .flatMap(List::stream)
                .toList();
    }

    List<Tool> all() {
        return all;
    }

    Optional<Tool> find(String name) {
        return all.stream().filter(tool -> tool.name().equals(name)).findFirst();
    }
}
