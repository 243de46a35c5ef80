package dev.seamwright.schemadiff.postgres.load;

import dev.seamwright.contracts.dbschema.Fact;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The statements printed so far, and what no statement can make. */
final class Printout {
    private final List<Ddl> statements = new ArrayList<>();
    private final List<Unloaded> impossible = new ArrayList<>();
    private final Target target;

    Printout(Target target) {
        this.target = target;
    }

    Target target() {
        return target;
    }

    void add(Phase phase, Item item, String sql) {
        add(phase, item.key(), sql);
    }

    void add(Phase phase, Fact.Key key, String sql) {
        statements.add(new Ddl(phase, key, sql));
    }

    void impossible(Item item, String reason) {
        impossible.add(new Unloaded(item.key(), Unloaded.IMPOSSIBLE, reason, ""));
    }

    List<Unloaded> impossible() {
        return List.copyOf(impossible);
    }

    /** By phase; within one, what was made first comes first. */
    List<Ddl> inOrder(Contents contents) {
        return statements.stream()
                .sorted(Comparator.comparing(Ddl::phase)
                        .thenComparingLong(ddl -> ddl.phase().byAge() ? contents.age(ddl.key()) : 0))
                .toList();
    }
}
