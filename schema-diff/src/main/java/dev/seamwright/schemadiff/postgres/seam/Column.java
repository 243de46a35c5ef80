package dev.seamwright.schemadiff.postgres.seam;

/**
 * A column, as the other side of a seam needs to know it.
 *
 * @param type as PostgreSQL writes it, with schema and modifiers; that of a domain is the domain's own
 * @param collation empty for the default
 * @param filled whether an insert may leave it out and still put a value there
 * @param counted whether a sequence of its own fills it
 */
record Column(
        String name,
        String type,
        String collation,
        boolean notNull,
        boolean filled,
        boolean counted,
        boolean generated) {}
