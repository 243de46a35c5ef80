package dev.seamwright.schemadiff.postgres.rls;

import dev.seamwright.schemadiff.Rule;
import java.util.List;

/** The rules of the RLS review, in the order of the catalogue. */
public final class RlsRules {
    public static final List<Rule> ALL = RlsRule.rules();

    private RlsRules() {}
}
