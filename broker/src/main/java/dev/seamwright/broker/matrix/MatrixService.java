package dev.seamwright.broker.matrix;

import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.problem.Problems;
import dev.seamwright.broker.version.VersionService;
import dev.seamwright.contracts.InvalidInput;
import java.util.Comparator;
import java.util.HashSet;

/**
 * Answers questions to the matrix in three statements: what the selectors mean, the rows, and the versions in them. Their cost
 * depends on the neighbours of the versions that are asked about, never on the length of history.
 */
public final class MatrixService {
    private static final int MOST_SELECTORS = 100;

    private static final Comparator<MatrixRow> ORDER = Comparator.comparing(MatrixRow::ignored)
            .thenComparing(MatrixRow::consumerVersionId, Comparator.reverseOrder())
            .thenComparing(MatrixRow::providerVersionId, Comparator.nullsLast(Comparator.reverseOrder()))
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
        var found = MatrixStore.rows(tx.handle(), query, resolved);
        var rows = found.rows().stream().sorted(ORDER).toList();
        var ids = new HashSet<Long>();
        for (var row : rows) {
            ids.add(row.consumerVersionId());
            if (row.providerVersionId() != null) {
                ids.add(row.providerVersionId());
            }
        }
        return new Matrix(
                query,
                rows,
                found.counts(),
                resolved.selected(),
                versions.describe(tx, ids),
                resolved.unknownIgnores(),
                resolved.mismatches());
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
}
