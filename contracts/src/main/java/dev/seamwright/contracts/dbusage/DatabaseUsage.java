package dev.seamwright.contracts.dbusage;

import dev.seamwright.contracts.Sha256;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** How a consumer uses a database: as whom, and with which statements, in the order of their ids. */
public record DatabaseUsage(Identity identity, List<Statement> statements) {
    /** @throws IllegalArgumentException when two statements have one id */
    public DatabaseUsage {
        statements =
                statements.stream().sorted(Comparator.comparing(Statement::id)).toList();
        for (var i = 1; i < statements.size(); i++) {
            if (statements.get(i).id().equals(statements.get(i - 1).id())) {
                throw new IllegalArgumentException(
                        "two statements have the id " + statements.get(i).id());
            }
        }
    }

    /**
     * What both recorded of one consumer, with the identity of this one. A statement that is in both is there once; another one with the
     * same name gets an id of its own.
     */
    public DatabaseUsage and(DatabaseUsage other) {
        var all = new LinkedHashMap<String, Statement>();
        statements.forEach(statement -> all.put(statement.id(), statement));
        for (var statement : other.statements()) {
            var namesake = all.get(statement.id());
            var its = namesake == null || namesake.sql().equals(statement.sql())
                    ? statement
                    : statement.withId(statement.id() + "-" + Statement.idOf(statement.sql()));
            all.merge(its.id(), its, Statement::and);
        }
        return new DatabaseUsage(identity, List.copyOf(all.values()));
    }

    /**
     * The usage without statements that were resolved and touch nothing: {@code SELECT 1}, or one that says who the tenant is. No schema
     * makes a difference to them.
     */
    public DatabaseUsage ofSchema() {
        return new DatabaseUsage(
                identity,
                statements.stream()
                        .filter(statement ->
                                statement.types() == null || !statement.uses().isEmpty())
                        .toList());
    }

    /** The statement with this id. */
    public Optional<Statement> statement(String id) {
        return statements.stream()
                .filter(statement -> statement.id().equals(id))
                .findFirst();
    }

    /** The hash of what is asked of the database: without counts and sources, which differ from one recording to the next. */
    public Sha256 hash() {
        return Sha256.ofContent(DatabaseUsageJson.write(new DatabaseUsage(
                identity, statements.stream().map(Statement::withoutStatistics).toList())));
    }
}
