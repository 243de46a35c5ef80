package dev.seamwright.schemadiff.postgres.rules;

import dev.seamwright.schemadiff.Rule;
import dev.seamwright.schemadiff.postgres.diff.SchemaChange;
import java.util.List;

/** A rule that matched a change, before anything is executed. */
record Judgement(SchemaRule entry, Situation situation, Axes axes, List<Probe> probes) {
    static Judgement of(SchemaRule entry, Situation situation) {
        return new Judgement(
                entry, situation, entry.axes().apply(situation), entry.probes().apply(situation));
    }

    Rule rule() {
        return entry.rule();
    }

    SchemaChange change() {
        return situation.change();
    }
}
