package dev.seamwright.schemadiff.postgres.seam;

import dev.seamwright.schemadiff.Rule;
import java.util.List;
import java.util.stream.Stream;

/** Every rule of this package. */
public final class SeamRules {
    public static final List<Rule> ALL = Stream.of(
                    ReplicationRules.ALL,
                    ForeignRules.ALL,
                    StreamRules.ALL,
                    KeyRules.ALL,
                    VectorRules.ALL,
                    RoleRules.ALL)
            .flatMap(List::stream)
            .toList();

    private SeamRules() {}
}
