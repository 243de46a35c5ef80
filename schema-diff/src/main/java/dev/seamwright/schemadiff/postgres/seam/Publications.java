package dev.seamwright.schemadiff.postgres.seam;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.contracts.dbschema.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the publications of a database send. */
final class Publications {
    private final Tables tables;

    Publications(Tables tables) {
        this.tables = tables;
    }

    /**
     * A table that a publication sends.
     *
     * @param columns the names of those that are sent
     * @param listed whether the publication names the columns
     * @param filter the condition on rows; empty for all rows
     * @param changes whether updates or deletes are sent, which name the row
     */
    record Published(
            String publication, Table table, Set<String> columns, boolean listed, String filter, boolean changes) {}

    boolean exists(String publication) {
        return tables.schema().fact(Kind.PUBLICATION, publication).isPresent();
    }

    Set<String> names() {
        return tables.schema().facts().stream()
                .map(Fact::key)
                .filter(key -> key.kind() == Kind.PUBLICATION)
                .map(key -> key.identity().getFirst())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The tables of a publication; partitions stand for their root unless the publication sends them as the root's. */
    List<Published> tables(String publication) {
        var facts = tables.schema().fact(Kind.PUBLICATION, publication).map(Fact::members);
        if (facts.isEmpty()) {
            return List.of();
        }
        var members = facts.get();
        boolean viaRoot = members.path("viaRoot").asBoolean();
        var published = new ArrayList<Published>();
        var schemas = Tables.texts(members.path("schemas"));
        for (var table : tables.all(Kind.TABLE)) {
            var named = tables.schema()
                    .fact(
                            Kind.PUBLICATION_TABLE,
                            table.place().get(0),
                            table.place().get(1),
                            publication)
                    .map(Fact::members);
            boolean unlogged = table.facts().path("persistence").asText().equals("unlogged");
            boolean covered = members.path("allTables").asBoolean()
                    || schemas.contains(table.place().getFirst());
            if (named.isEmpty() && (!covered || unlogged)) {
                continue;
            }
            if (named.isEmpty() && viaRoot && table.facts().has("partitionOf")) {
                continue;
            }
            for (var sent : table.partitioned() && !viaRoot
                    ? named.isEmpty() ? List.<Table>of() : leaves(table)
                    : List.of(table)) {
                published.add(published(publication, members, sent, named.orElse(null)));
            }
        }
        return published;
    }

    private List<Table> leaves(Table root) {
        var leaves = new ArrayList<Table>();
        for (var table : tables.all(Kind.TABLE)) {
            if (Tables.texts(table.facts().path("partitionOf")).equals(root.place())) {
                leaves.addAll(table.partitioned() ? leaves(table) : List.of(table));
            }
        }
        return leaves;
    }

    private static Published published(String publication, JsonNode members, Table table, @Nullable JsonNode named) {
        boolean stored = members.path("generatedColumns").asText().equals("stored");
        var columns = new LinkedHashSet<String>();
        boolean listed = false;
        if (named != null && named.has("columns")) {
            listed = true;
            columns.addAll(Tables.texts(named.path("columns")));
        } else {
            table.columns().values().stream()
                    .filter(column -> stored || !column.generated())
                    .forEach(column -> columns.add(column.name()));
        }
        return new Published(
                publication,
                table,
                columns,
                listed,
                named == null ? "" : named.path("filter").asText(),
                members.path("update").asBoolean() || members.path("delete").asBoolean());
    }
}
