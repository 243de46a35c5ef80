package dev.seamwright.schemadiff.postgres.lint;

import java.util.List;
import java.util.stream.Stream;

/** All rules about migrations, by family. */
public final class LintRules {
    public static final List<LintRule> ALL = Stream.of(
                    ScriptLint.ALL,
                    VersionLint.ALL,
                    TransactionLint.ALL,
                    AddColumnLint.ALL,
                    ConstraintLint.ALL,
                    IndexLint.ALL,
                    TypeLint.ALL,
                    DropLint.ALL,
                    RenameLint.ALL,
                    TableLint.ALL)
            .flatMap(List::stream)
            .toList();

    private LintRules() {}
}
