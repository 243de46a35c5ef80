package dev.seamwright.broker.verdict;

import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.matrix.Destination;
import dev.seamwright.broker.matrix.Matrix;
import dev.seamwright.broker.matrix.MatrixQuery;
import dev.seamwright.broker.matrix.MatrixRow;
import dev.seamwright.broker.matrix.MatrixRow.State;
import dev.seamwright.broker.matrix.MatrixService;
import dev.seamwright.broker.matrix.Selector.Which;
import dev.seamwright.contracts.Method;
import dev.seamwright.contracts.VersionNumber;
import dev.seamwright.verifier.footprint.Gate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges a matrix. Every pair of a contract and a provider version in the destination must have been verified with success. A
 * failure, a provider that is missing in the destination, or a version that does not exist is <em>no</em>; else a pair without a
 * result is <em>unknown</em>, and so is an answer that rests on a version which was recorded where another one was seen; else <em>yes</em>. A
 * provider needs no consumer.
 */
public final class VerdictService {
    private final MatrixService matrix;
    private final Observer observer;
    private final Missing missing;
    private final Breaks breaks;
    private final Gate documentGate;

    /** Told of each verdict. */
    public interface Observer {
        void given(Deployable answer, Duration took);
    }

    /** Told of the rows of a verdict that have no result; answers why a cross-check does not count for them, where one could. */
    public interface Missing {
        Map<MatrixRow, Gap> rows(Tx tx, Matrix matrix, List<MatrixRow> rows);
    }

    /** Knows of versions, by their ids, what their OpenAPI documents break. */
    public interface Breaks {
        List<Break> of(Tx tx, List<Long> versionIds);
    }

    /** @param documentGate whose failing by a change of a document counts */
    public VerdictService(MatrixService matrix, Observer observer, Missing missing, Breaks breaks, Gate documentGate) {
        this.matrix = matrix;
        this.observer = observer;
        this.missing = missing;
        this.breaks = breaks;
        this.documentGate = documentGate;
    }

    /** @throws dev.seamwright.contracts.InvalidInput when the query asks for a participant or an environment that does not exist */
    public Verdict answer(Tx tx, MatrixQuery query) {
        var began = System.nanoTime();
        var answer = matrix.answer(tx, query);
        var unknown = answer.rows().stream()
                .filter(row -> row.state() == State.UNKNOWN)
                .toList();
        var verdict = withBreaks(tx, judge(answer, unknown.isEmpty() ? Map.of() : missing.rows(tx, answer, unknown)));
        observer.given(verdict.deployable(), Duration.ofNanos(System.nanoTime() - began));
        return verdict;
    }

    /** Adds what breaks and hits nobody; where only deployed consumers count, it is not asked for where replays alone decide. */
    private Verdict withBreaks(Tx tx, Verdict verdict) {
        var matrix = verdict.matrix();
        if (verdict.deployable() != Deployable.YES
                || (documentGate == Gate.DEPLOYED
                        && !matrix.rows().isEmpty()
                        && matrix.rows().stream()
                                .noneMatch(row ->
                                        row.result() != null && row.result().method() == Method.CROSS_CHECK))) {
            return verdict;
        }
        var asked = matrix.selected().stream()
                .flatMap(selected -> selected.versionIds().stream())
                .toList();
        var where = matrix.query().destination().description();
        var found = breaks.of(tx, asked);
        if (found.isEmpty()) {
            return verdict;
        }
        return switch (documentGate) {
            case DEPLOYED ->
                verdict.with(found.stream()
                        .map(one -> new Reason.BreaksNobody(one, where))
                        .toList());
            case ANYONE ->
                verdict.refused(
                        found.stream().map(one -> new Reason.BreaksAnyone(one)).toList());
        };
    }

    private static Verdict judge(Matrix matrix, Map<MatrixRow, Gap> gaps) {
        var problems = new LinkedHashSet<Reason>();
        for (var row : matrix.rows()) {
            problem(row, matrix, gaps.get(row)).ifPresent(problems::add);
        }
        var successful = matrix.count(State.SUCCESSFUL);
        var failed = matrix.count(State.FAILED, State.MISSING);
        var unknown = matrix.count(State.UNKNOWN);
        var missing = new ArrayList<Reason>();
        for (var selected : matrix.selected()) {
            if (selected.isMissing() && !isIgnored(selected, matrix)) {
                missing.add(new Reason.VersionMissing(selected.selector().description()));
            }
        }
        var reasons = new ArrayList<Reason>(warnings(matrix));
        var mismatches = mismatches(matrix);
        var deployable = Deployable.YES;
        if (!missing.isEmpty()) {
            deployable = Deployable.NO;
            reasons.addAll(missing);
        } else if (failed > 0) {
            deployable = Deployable.NO;
            reasons.addAll(problems);
            reasons.addAll(mismatches);
        } else if (unknown > 0 || !mismatches.isEmpty()) {
            deployable = Deployable.UNKNOWN;
            reasons.addAll(problems);
            reasons.addAll(mismatches);
        } else if (successful > 0) {
            reasons.add(new Reason.AllSuccessful());
        } else {
            reasons.add(new Reason.NoDependencies());
        }
        return new Verdict(deployable, reasons, successful, failed, unknown, matrix.count(State.IGNORED), matrix);
    }

    private static List<Reason> mismatches(Matrix matrix) {
        return matrix.query().destination() instanceof Destination.Environment destination
                ? matrix.mismatchesThatCount().stream()
                        .<Reason>map(mismatch -> new Reason.Mismatch(mismatch, destination.name()))
                        .toList()
                : List.of();
    }

    private static boolean isIgnored(Matrix.Selected selected, Matrix matrix) {
        return matrix.query().ignore().stream()
                .anyMatch(ignore ->
                        ignore.participant().equals(selected.selector().participant())
                                && (ignore.version() == null
                                        || (selected.selector().which() instanceof Which.OfNumber number
                                                && number.number().equals(ignore.version()))));
    }

    private static Optional<Reason> problem(MatrixRow row, Matrix matrix, @Nullable Gap gap) {
        if (!row.isProblem()) {
            return Optional.empty();
        }
        var version = new VersionNumber(matrix.number(row.consumerVersionId()));
        var providerVersion = row.providerVersionId();
        if (providerVersion == null) {
            return Optional.of(
                    row.state() == State.MISSING
                            ? new Reason.ProviderMissing(
                                    row.consumer(),
                                    version,
                                    row.provider(),
                                    matrix.query().destination().description())
                            : new Reason.NeverVerified(row.consumer(), version, row.provider()));
        }
        var number = new VersionNumber(matrix.number(providerVersion));
        var where = where(row, matrix);
        return Optional.of(
                row.result() == null
                        ? new Reason.NotVerified(row.consumer(), version, row.provider(), number, where, gap)
                        : new Reason.Failed(row.consumer(), version, row.provider(), number, where));
    }

    private static boolean isSelected(long participantId, Matrix matrix) {
        return matrix.selected().stream().anyMatch(selected -> selected.participantId() == participantId);
    }

    /** Which of the two came from the destination, for people. */
    private static String where(MatrixRow row, Matrix matrix) {
        var destination = matrix.query().destination();
        if (destination instanceof Destination.Anything) {
            return "";
        }
        if (!isSelected(row.providerId(), matrix)) {
            return " (%s is %s)".formatted(row.provider().value(), destination.description());
        }
        if (!isSelected(row.consumerId(), matrix)) {
            return " (%s is %s)".formatted(row.consumer().value(), destination.description());
        }
        return "";
    }

    private static List<Reason> warnings(Matrix matrix) {
        var warnings = new ArrayList<Reason>();
        matrix.unknownIgnores().forEach(ignore -> warnings.add(new Reason.IgnoredUnknown(ignore)));
        var query = matrix.query();
        if (query.destination() instanceof Destination.Latest) {
            warnings.add(new Reason.NoEnvironment());
        }
        if (query.destination() instanceof Destination.Environment) {
            var told = new HashSet<String>();
            for (var selector : query.selectors()) {
                if (!(selector.which() instanceof Which.OfNumber) && told.add(selector.description())) {
                    warnings.add(new Reason.NoVersionNumber(selector.description()));
                }
            }
        }
        return warnings;
    }
}
