package dev.seamwright.broker.verdict;

import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.matrix.Destination;
import dev.seamwright.broker.matrix.MatrixQuery;
import dev.seamwright.broker.matrix.MatrixQuery.LatestBy;
import dev.seamwright.broker.matrix.MatrixRow;
import dev.seamwright.broker.matrix.Selector;
import dev.seamwright.broker.webhook.Judgement;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Verdicts as webhooks tell them. */
public final class VerdictJudge {
    private static final int MOST_ROWS = 1_000;

    private VerdictJudge() {}

    /**
     * May the version be deployed?
     *
     * @param environment null: the main branches
     */
    public static Judgement of(
            VerdictService verdicts,
            Tx tx,
            ParticipantName participant,
            VersionNumber version,
            @Nullable EnvironmentName environment) {
        var verdict = verdicts.answer(
                tx,
                new MatrixQuery(
                        List.of(new Selector(participant, new Selector.Which.OfNumber(version))),
                        environment == null ? new Destination.MainBranch() : new Destination.Environment(environment),
                        LatestBy.CONSUMER_VERSION_AND_PROVIDER_VERSION,
                        Set.of(),
                        List.of(),
                        MOST_ROWS));
        var rows = verdict.matrix().rows().stream().map(VerdictJudge::row).toList();
        var all = verdict.successful() + verdict.failed() + verdict.unknown() + verdict.ignored();
        return new Judgement(
                switch (verdict.deployable()) {
                    case YES -> Judgement.Answer.YES;
                    case NO -> Judgement.Answer.NO;
                    case UNKNOWN -> Judgement.Answer.UNKNOWN;
                },
                verdict.reason(),
                rows,
                Math.max(0, all - rows.size()));
    }

    private static Judgement.Row row(MatrixRow row) {
        return new Judgement.Row(
                row.consumer().value(),
                row.provider().value(),
                row.kind().word(),
                row.state().name().toLowerCase(Locale.ROOT));
    }
}
