package dev.seamwright.schemadiff.report;

import dev.seamwright.schemadiff.Finding;
import dev.seamwright.schemadiff.Level;
import org.jspecify.annotations.Nullable;

/**
 * A finding to be told.
 *
 * @param suppression the reason for not acting on it; null: there is none
 * @param fingerprint names it from run to run; null: nothing does
 */
public record Reported(
        Finding finding,
        @Nullable String suppression,
        @Nullable String fingerprint) {
    /** A finding without a name of its own. */
    public Reported(Finding finding, @Nullable String suppression) {
        this(finding, suppression, null);
    }

    /** Whether someone should act on it. */
    public boolean isFlagged() {
        return suppression == null && (finding.level() == Level.BREAKING || finding.level() == Level.RISKY);
    }

    /** {@code file:line}; empty when it stands nowhere. */
    String place() {
        var place = finding.place();
        return place == null ? "" : "%s:%d".formatted(place.file(), place.line());
    }
}
