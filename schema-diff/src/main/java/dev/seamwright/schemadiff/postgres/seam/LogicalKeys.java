package dev.seamwright.schemadiff.postgres.seam;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.schemadiff.Level;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Declared keys between databases: whether both sides still mean the same. */
public final class LogicalKeys {
    private final Tables keys;
    private final Tables references;
    private final Findings findings = new Findings();

    private LogicalKeys(DatabaseSchema keys, DatabaseSchema references) {
        this.keys = new Tables(keys);
        this.references = new Tables(references);
    }

    /** Looks at one declared key. The database of the key gives. */
    public static SeamReview of(LogicalKey key) {
        return (giver, taker) -> {
            var review = new LogicalKeys(giver, taker);
            review.review(key);
            return review.findings.all();
        };
    }

    private void review(LogicalKey key) {
        var to = column(keys, key.to(), key.to().column());
        var from = column(references, key.from(), key.from().column());
        if (to.isPresent() && from.isPresent()) {
            same(key, to.get(), from.get());
        }
        tenant(key);
    }

    private Optional<Column> column(Tables tables, LogicalKey.End end, String name) {
        var column = tables.find(end.place()).map(table -> table.columns().get(name));
        if (column.isEmpty()) {
            findings.add(
                    KeyRules.COLUMN_MISSING,
                    Level.BREAKING,
                    end.name(),
                    "%s has no column %s.".formatted(String.join(".", end.place()), name));
        }
        return column;
    }

    private void same(LogicalKey key, Column to, Column from) {
        var types = "It is %s, and refers to %s, which is %s"
                .formatted(references.described(from), key.to().name(), keys.described(to));
        switch (Fit.of(keys, to.type(), references, from.type())) {
            case SAME -> {}
            case WIDER -> {
                // a longer text can hold what is no key, which does no harm; another kind of type compares otherwise
                if (Fit.of(references, from.type(), keys, to.type()) == Fit.OTHER) {
                    findings.add(
                            KeyRules.TYPE_DIFFERS,
                            Level.RISKY,
                            key.from().name(),
                            types + ": a type of another kind, which compares otherwise.");
                }
            }
            case NARROWER, OTHER ->
                findings.add(
                        KeyRules.TYPE_DIFFERS,
                        Level.BREAKING,
                        key.from().name(),
                        types + " and has values that do not fit.");
            case SHIFTED ->
                findings.add(
                        KeyRules.TYPE_DIFFERS,
                        Level.RISKY,
                        key.from().name(),
                        types + ", where a value may mean something else.");
        }
        if (!to.collation().equals(from.collation())) {
            findings.add(
                    KeyRules.COLLATION_DIFFERS,
                    Level.RISKY,
                    key.from().name(),
                    "Its collation is %s, and that of %s is %s."
                            .formatted(ForeignTables.collation(from), key.to().name(), ForeignTables.collation(to)));
        }
        unique(key);
        if (from.notNull() && !to.notNull()) {
            findings.add(
                    KeyRules.NULLABLE,
                    Level.RISKY,
                    key.to().name(),
                    "It may be null, and %s never is.".formatted(key.from().name()));
        }
    }

    private void unique(LogicalKey key) {
        var columns = new HashSet<>(Set.of(key.to().column()));
        if (key.to().tenant() != null) {
            columns.add(key.to().tenant());
        }
        var table = keys.find(key.to().place());
        if (table.isPresent() && table.get().keys().stream().noneMatch(columns::containsAll)) {
            findings.add(
                    KeyRules.NOT_UNIQUE, Level.RISKY, key.to().name(), "No unique key makes one row of each value.");
        }
    }

    private void tenant(LogicalKey key) {
        var toTenant = key.to().tenant();
        var fromTenant = key.from().tenant();
        if (toTenant == null || fromTenant == null) {
            return;
        }
        var to = column(keys, key.to(), toTenant);
        var from = column(references, key.from(), fromTenant);
        if (to.isEmpty() || from.isEmpty()) {
            return;
        }
        var fit = Fit.of(keys, to.get().type(), references, from.get().type());
        if (fit != Fit.SAME) {
            findings.add(
                    KeyRules.TENANT_DIFFERS,
                    fit == Fit.WIDER ? Level.RISKY : Level.BREAKING,
                    key.from().name(),
                    "The tenant is %s here, and %s at %s."
                            .formatted(
                                    from.get().type(), to.get().type(), key.to().database()));
        }
        if (!from.get().notNull() || !to.get().notNull()) {
            findings.add(
                    KeyRules.TENANT_DIFFERS,
                    Level.RISKY,
                    (from.get().notNull() ? key.to() : key.from()).name(),
                    "The tenant may be null.");
        }
    }
}
