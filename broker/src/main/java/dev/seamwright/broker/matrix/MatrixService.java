package dev.seamwright.broker.matrix;

import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.matrix.Matrix.Selected;
import dev.seamwright.broker.matrix.MatrixQuery.LatestBy;
import dev.seamwright.broker.problem.Problems;
import dev.seamwright.broker.version.VersionService;
import dev.seamwright.contracts.InvalidInput;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Answers questions to the matrix in three statements: what the selectors mean, the rows, and the versions in them. Their cost
 * depends on the neighbours of the versions that are asked about, never on the length of history.
 */
public final class MatrixService {
    private static final int MOST_SELECTORS = 100;

    private static final Comparator<MatrixRow> NEWEST_FIRST = Comparator.comparingLong(MatrixRow::consumerVersionId)
            .thenComparing(MatrixRow::providerVersionId, Comparator.nullsFirst(Comparator.naturalOrder()))
            .reversed()
            .thenComparing(row -> row.consumer().value())
            .thenComparing(row -> row.provider().value());

    private final VersionService versions;

    public MatrixService(VersionService versions) {
        this.versions = versions;
    }

    /** @throws InvalidInput when the query asks for a participant or an environment that does not exist */
    public Matrix answer(Tx tx, MatrixQuery query) {
        check(query);
        var resolved = MatrixStore.resolve(tx.handle(), query);
        var selected = resolved.selected();
        var rows = latest(MatrixStore.rows(tx.handle(), query, resolved), query.latestBy());
        if (query.destination() instanceof Destination.Anything) {
            // nobody asked whether every consumer version there ever was is verified
            var asked = selected.stream().map(Selected::participantId).toList();
            rows.removeIf(row -> row.result() == null && !asked.contains(row.consumerId()));
        }
        rows.sort(NEWEST_FIRST);
        if (!query.success().isEmpty()) {
            rows.removeIf(row -> row.result() == null
                    || !query.success().contains(row.result().success()));
        }
        var all = ignored(rows, resolved.ignoredVersions(), resolved.ignoredParticipants());
        var shown = shown(all, query.limit());
        var ids = new HashSet<Long>();
        for (var row : shown) {
            ids.add(row.consumerVersionId());
            if (row.providerVersionId() != null) {
                ids.add(row.providerVersionId());
            }
        }
        return new Matrix(query, all, shown, selected, versions.describe(tx, ids), resolved.unknownIgnores());
    }

    private static void check(MatrixQuery query) {
        if (query.selectors().isEmpty()) {
            throw new InvalidInput(Problems.QUERY, "Please provide 1 or more version selectors.");
        }
        if (query.selectors().size() > MOST_SELECTORS) {
            throw new InvalidInput(
                    Problems.QUERY, "Please provide at most %d version selectors.".formatted(MOST_SELECTORS));
        }
    }

    /** In each group the row of the newest versions; a row without a provider version only where there is no other. */
    private static List<MatrixRow> latest(List<MatrixRow> rows, LatestBy latestBy) {
        if (latestBy == LatestBy.CONSUMER_VERSION_AND_PROVIDER_VERSION) {
            return new ArrayList<>(rows);
        }
        record Group(long consumer, long provider, String kind) {}
        var newest = new LinkedHashMap<Group, MatrixRow>();
        for (var row : rows) {
            var consumer = latestBy == LatestBy.CONSUMER_AND_PROVIDER ? row.consumerId() : row.consumerVersionId();
            newest.merge(
                    new Group(consumer, row.providerId(), row.kind().word()),
                    row,
                    (a, b) -> NEWEST_FIRST.compare(a, b) <= 0 ? a : b);
        }
        return new ArrayList<>(newest.values());
    }

    /** The rows of an answer, in their order: where there are too many, those that hold a verdict back come before the others. */
    private static List<MatrixRow> shown(List<MatrixRow> rows, int limit) {
        if (rows.size() <= limit) {
            return rows;
        }
        return IntStream.range(0, rows.size())
                .boxed()
                .sorted(Comparator.comparing(i -> !rows.get(i).isProblem()))
                .limit(limit)
                .sorted()
                .map(rows::get)
                .toList();
    }

    /** What is ignored comes last. */
    private static List<MatrixRow> ignored(List<MatrixRow> rows, Set<Long> versions, Set<Long> participants) {
        if (versions.isEmpty() && participants.isEmpty()) {
            return List.copyOf(rows);
        }
        return rows.stream()
                .map(row -> participants.contains(row.consumerId())
                                || participants.contains(row.providerId())
                                || versions.contains(row.consumerVersionId())
                                || (row.providerVersionId() != null && versions.contains(row.providerVersionId()))
                        ? row.ignore()
                        : row)
                .sorted(Comparator.comparing(MatrixRow::ignored))
                .toList();
    }
}
