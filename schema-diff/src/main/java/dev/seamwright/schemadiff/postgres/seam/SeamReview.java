package dev.seamwright.schemadiff.postgres.seam;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.schemadiff.Finding;
import java.util.List;

/** Looks at a seam between two databases. */
@FunctionalInterface
public interface SeamReview {
    /** What is wrong at the seam, with the side that gives first. */
    List<Finding> between(DatabaseSchema giver, DatabaseSchema taker);
}
