package dev.seamwright.schemadiff.postgres.seam;

import dev.seamwright.schemadiff.Rule;
import java.util.List;

/** Rules for pgvector: types, dimensions and distances are a contract that no foreign key and no type check guards. */
final class VectorRules {
    static final Rule VERSION_DIFFERS = new Rule(
            "vector-version-differs",
            "The extension has another version, or is not there.",
            "Types, operator classes and settings come with versions: halfvec and sparsevec with 0.7, iterative scans with 0.8.",
            "ALTER EXTENSION vector UPDATE, on all databases that share the consumers.");
    static final Rule TYPE_DIFFERS = new Rule(
            "vector-type-differs",
            "A column of vectors has another type of vector.",
            "Distances are computed between vectors of one type: a query with the old type finds no operator, or casts and misses the index.",
            "Add a column of the new type, move the queries, and drop the old one.");
    static final Rule DIMENSION_DIFFERS = new Rule(
            "vector-dimension-differs",
            "A column of vectors has another dimension.",
            "Vectors of the old dimension are refused, and so is each query that compares with one.",
            "Add a column of the new dimension, embed anew, move the queries, and drop the old one.");
    static final Rule DISTANCE_GONE = new Rule(
            "vector-distance-gone",
            "No index serves a distance of a column of vectors that one served before.",
            "Queries that order by the distance give the same rows, and read the whole table for them.",
            "Keep an index with the operator class of the distance until no query uses it.");
    static final Rule PARAMETERS_DIFFER = new Rule(
            "vector-parameters-differ",
            "An index on vectors has other parameters.",
            "Recall and speed of the same query are others.",
            "Measure the recall again, and set hnsw.ef_search or ivfflat.probes to match.");
    static final Rule INDEX_UNUSED = new Rule(
            "vector-index-unused",
            "A query orders by a distance that the column's index does not serve.",
            "There is no error: PostgreSQL reads and sorts the whole table for each query.",
            "Order by the distance of the index, or make an index with the operator class of the distance.");

    static final List<Rule> ALL =
            List.of(VERSION_DIFFERS, TYPE_DIFFERS, DIMENSION_DIFFERS, DISTANCE_GONE, PARAMETERS_DIFFER, INDEX_UNUSED);

    private VectorRules() {}
}
