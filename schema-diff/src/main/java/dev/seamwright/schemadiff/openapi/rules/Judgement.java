package dev.seamwright.schemadiff.openapi.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a policy made of a finding.
 *
 * @param accepted why it does not count; null: it does
 * @param notes what else the policy says, a sentence each
 */
public record Judgement(@Nullable String accepted, List<String> notes) {
    /** What is made of a finding that no policy speaks about. */
    public static final Judgement NONE = new Judgement(null, List.of());

    public Judgement {
        notes = List.copyOf(notes);
    }
}
