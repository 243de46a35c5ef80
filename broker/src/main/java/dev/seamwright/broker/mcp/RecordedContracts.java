package dev.seamwright.broker.mcp;

import dev.seamwright.broker.contract.ContractService;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.participant.Participant;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.problem.BrokerException.NotFound;
import dev.seamwright.broker.version.Version;
import dev.seamwright.broker.version.VersionService;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.ParticipantKind;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.DatabaseSchemaJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What participants have published about themselves. */
final class RecordedContracts {
    private static final int NEWEST = 1;

    private final ParticipantService participants;
    private final VersionService versions;
    private final ContractService contracts;

    RecordedContracts(ParticipantService participants, VersionService versions, ContractService contracts) {
        this.participants = participants;
        this.versions = versions;
        this.contracts = contracts;
    }

    /** A document about its publisher. */
    sealed interface Recorded {
        Version version();

        /** As it was written. */
        @SuppressWarnings("ArrayRecordComponent") // it is read once and compared never
        record Api(Version version, byte[] document) implements Recorded {}

        record Database(Version version, DatabaseSchema schema) implements Recorded {}
    }

    /**
     * The document of a version.
     *
     * @param version empty: of the newest version with one
     * @throws NotFound when there is none
     */
    Recorded of(Tx tx, ParticipantName name, String version) {
        var participant = participants.get(tx, name);
        var isDatabase = participant.kind() == ParticipantKind.DATABASE
                || newest(tx, participant, ContractKind.DB_SCHEMA).isPresent();
        var kind = isDatabase ? ContractKind.DB_SCHEMA : ContractKind.OPENAPI;
        var found = version.isEmpty()
                ? newest(tx, participant, kind).orElseThrow(() -> nothing(name, kind))
                : versions.get(tx, participant, new VersionNumber(version));
        if (kind == ContractKind.OPENAPI) {
            return new Recorded.Api(
                    found,
                    contracts
                            .openApi(tx, found)
                            .orElseThrow(() -> nothing(name, kind))
                            .getBytes(StandardCharsets.UTF_8));
        }
        var sha = contracts.ofVersion(tx, found).stream()
                .filter(contract -> contract.kind() == kind)
                .findFirst()
                .orElseThrow(() -> nothing(name, kind))
                .sha256();
        try {
            return new Recorded.Database(
                    found, DatabaseSchemaJson.read(new ByteArrayInputStream(contracts.document(tx, kind, sha))));
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading from memory cannot fail", impossible);
        }
    }

    private Optional<Version> newest(Tx tx, Participant participant, ContractKind kind) {
        return contracts
                .page(tx, new ContractService.Filter(participant.id(), participant.id(), kind, null, NEWEST))
                .stream()
                .findFirst()
                .map(contract -> versions.get(tx, participant, contract.version()));
    }

    private static NotFound nothing(ParticipantName name, ContractKind kind) {
        return new NotFound("%s has published no %s there: publish it first.".formatted(name.value(), kind.word()));
    }
}
