package dev.seamwright.schemadiff.postgres.seam;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.dbschema.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A relation with what belongs to it.
 *
 * @param place schema and name
 * @param facts the payload of the relation's own fact
 * @param columns by name, in their order
 * @param primaryKey empty when there is none
 * @param keys the sets of columns of which no two rows have the same values, the primary key among them
 * @param checks expressions
 * @param replicaIdentity the columns that name a row in an update or a delete; empty when nothing does
 */
record Table(
        List<String> place,
        Kind kind,
        JsonNode facts,
        Map<String, Column> columns,
        Set<String> primaryKey,
        Set<Set<String>> keys,
        Set<String> checks,
        Optional<Set<String>> replicaIdentity) {

    String name() {
        return String.join(".", place);
    }

    String name(String column) {
        return name() + "." + column;
    }

    boolean partitioned() {
        return facts.has("partitionKey");
    }
}
