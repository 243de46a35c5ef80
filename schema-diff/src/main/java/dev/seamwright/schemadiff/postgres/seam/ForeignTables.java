package dev.seamwright.schemadiff.postgres.seam;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.contracts.dbschema.Kind;
import dev.seamwright.schemadiff.Finding;
import dev.seamwright.schemadiff.Level;
import java.util.HashSet;
import java.util.List;

/** Foreign tables: whether they still stand for what the remote database has. */
public final class ForeignTables {
    private final Tables remote;
    private final Tables local;
    private final String server;
    private final Findings findings = new Findings();

    private ForeignTables(DatabaseSchema remote, DatabaseSchema local, String server) {
        this.remote = new Tables(remote);
        this.local = new Tables(local);
        this.server = server;
    }

    /** Looks at the foreign tables of one server, which leads to the remote database. The remote database gives. */
    public static SeamReview of(String server) {
        return (remote, local) -> new ForeignTables(remote, local, server).review();
    }

    private List<Finding> review() {
        var wrapper = local.schema()
                .fact(Kind.SERVER, server)
                .map(fact -> fact.members().path("wrapper").asText())
                .orElse("");
        for (var table : local.all(Kind.FOREIGN_TABLE)) {
            if (!table.facts().path("server").asText().equals(server)) {
                continue;
            }
            if (!wrapper.equals("postgres_fdw")) {
                findings.add(
                        ForeignRules.WRAPPER_UNKNOWN,
                        Level.UNDECIDED,
                        table.name(),
                        "It is of the wrapper %s; only those of postgres_fdw can be compared.".formatted(wrapper));
                continue;
            }
            review(table);
        }
        return findings.all();
    }

    private void review(Table table) {
        var options = table.facts().path("foreignOptions");
        var place = List.of(
                options.path("schema_name").asText(table.place().getFirst()),
                options.path("table_name").asText(table.place().getLast()));
        var found = remote.find(place);
        if (found.isEmpty()) {
            findings.add(
                    ForeignRules.TABLE_MISSING,
                    Level.BREAKING,
                    table.name(),
                    "It stands for %s, which is not at the remote database.".formatted(String.join(".", place)));
            return;
        }
        var source = found.get();
        var named = new HashSet<String>();
        for (var column : table.columns().values()) {
            var name = remoteName(table, column);
            named.add(name);
            var from = source.columns().get(name);
            if (from == null) {
                findings.add(
                        ForeignRules.COLUMN_MISSING,
                        Level.BREAKING,
                        table.name(column.name()),
                        "It stands for %s, which is not at the remote database.".formatted(source.name(name)));
            } else {
                column(table, source, from, column);
            }
        }
        for (var column : source.columns().values()) {
            if (!named.contains(column.name()) && column.notNull() && !column.filled()) {
                findings.add(
                        ForeignRules.COLUMN_REQUIRED,
                        Level.RISKY,
                        table.name(),
                        "The remote column %s is NOT NULL without a default, and not in the foreign table."
                                .formatted(source.name(column.name())));
            }
        }
    }

    private void column(Table table, Table source, Column from, Column to) {
        var subject = table.name(to.name());
        var types =
                "It is %s here, and %s at the remote database".formatted(local.described(to), remote.described(from));
        switch (Fit.of(remote, from.type(), local, to.type())) {
            case SAME -> {}
            case WIDER -> {
                if (Fit.of(local, to.type(), remote, from.type()) != Fit.SAME) {
                    findings.add(
                            ForeignRules.TYPE_DIFFERS,
                            Level.RISKY,
                            subject,
                            types + ", which may refuse or compare otherwise what is sent there.");
                }
            }
            case NARROWER, OTHER ->
                findings.add(
                        ForeignRules.TYPE_DIFFERS,
                        Level.BREAKING,
                        subject,
                        types + ", which has values that are refused here.");
            case SHIFTED ->
                findings.add(
                        ForeignRules.TYPE_DIFFERS,
                        Level.RISKY,
                        subject,
                        types + ", where a value may mean something else.");
        }
        if (to.notNull() && !from.notNull()) {
            findings.add(
                    ForeignRules.NULLABLE,
                    Level.RISKY,
                    subject,
                    "It is NOT NULL here, and %s may be null at the remote database."
                            .formatted(source.name(from.name())));
        }
        if (!to.collation().equals(from.collation())) {
            findings.add(
                    ForeignRules.COLLATION_DIFFERS,
                    Level.RISKY,
                    subject,
                    "Its collation is %s here, and %s at the remote database."
                            .formatted(collation(to), collation(from)));
        }
        if (from.generated() && !to.generated()) {
            findings.add(
                    ForeignRules.COLUMN_GENERATED,
                    Level.RISKY,
                    subject,
                    "It is a plain column here, and generated at the remote database.");
        }
    }

    static String collation(Column column) {
        return column.collation().isEmpty() ? "the default" : column.collation();
    }

    private String remoteName(Table table, Column column) {
        return local.schema()
                .fact(new Fact.Key(
                        Kind.COLUMN,
                        List.of(table.place().getFirst(), table.place().getLast(), column.name())))
                .map(fact -> fact.members()
                        .path("foreignOptions")
                        .path("column_name")
                        .asText(column.name()))
                .orElse(column.name());
    }
}
