package dev.seamwright.schemadiff.postgres.recording;

import dev.seamwright.contracts.dbusage.DatabaseUsage;
import java.util.List;

/**
 * Statements that were seen.
 *
 * @param notes what was left out, and why; no statement's text is in them
 */
public record Recording(DatabaseUsage usage, List<String> notes) {
    public Recording {
        notes = List.copyOf(notes);
    }
}
