package dev.seamwright.schemadiff.postgres.lint;

import dev.seamwright.schemadiff.Finding;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.postgres.rules.Hazard;
import org.jspecify.annotations.Nullable;

/**
 * A rule that matched a statement of a migration.
 *
 * @param suppression the reason that the migration gives for not being told; null: it gives none
 */
public record LintFinding(
        Finding finding, Hazard hazard, @Nullable String suppression) {
    /** Whether someone should act on it. */
    public boolean isFlagged() {
        return suppression == null && (finding.level() == Level.BREAKING || finding.level() == Level.RISKY);
    }
}
