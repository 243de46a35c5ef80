package dev.seamwright.schemadiff.postgres.rules;

import static dev.seamwright.schemadiff.postgres.rules.Effect.MAYBE;
import static dev.seamwright.schemadiff.postgres.rules.Effect.YES;
import static dev.seamwright.schemadiff.postgres.rules.Lock.ACCESS_EXCLUSIVE;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.changedMember;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.when;

import java.util.List;

/** Partitions and inheritance. */
final class PartitionRules {
    static final List<SchemaRule> ALL = List.of(
            when(changedMember("partitionOf"))
                    .and(situation -> !situation.nowMember().isMissingNode())
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .work(Work.SCAN)
                            .writers(Writer.VALUES)
                            .meaning(YES)
                            .rollback(MAYBE, MAYBE))
                    .rule(
                            "partition-attached",
                            "partition-detached",
                            "A table became a partition",
                            "Its rows show in the parent; writers to it directly must keep to its bound (SQLSTATE 23514). Without a "
                                    + "CHECK that says the bound, the whole table is read; the parent is locked with ShareUpdateExclusiveLock "
                                    + "only.",
                            """
                            -- say the bound first, without holding back writers
                            ALTER TABLE {relation} ADD CONSTRAINT bound CHECK (…) NOT VALID;
                            ALTER TABLE {relation} VALIDATE CONSTRAINT bound;
                            ALTER TABLE /* parent */ ATTACH PARTITION {relation} {new.partitionBound};
                            ALTER TABLE {relation} DROP CONSTRAINT bound;
                            """),
            when(changedMember("partitionOf"))
                    .and(situation -> situation.nowMember().isMissingNode())
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .writers(Writer.VALUES)
                            .meaning(YES)
                            .rollback(MAYBE, MAYBE))
                    .rule(
                            "partition-detached",
                            "partition-attached",
                            "A partition became a table of its own",
                            "Its rows vanish from the parent without an error; inserts that were routed to it fail with SQLSTATE 23514 "
                                    + "when no other partition takes them.",
                            """
                            -- no writer writes to its bound; outside of a transaction
                            ALTER TABLE /* parent */ DETACH PARTITION {relation} CONCURRENTLY;
                            """),
            when(changedMember("partitionBound", "detaching"))
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .work(Work.SCAN)
                            .writers(Writer.VALUES)
                            .meaning(MAYBE)
                            .rollback(MAYBE, MAYBE))
                    .rule(
                            "partition-bound-changed",
                            "the same rule judges both directions",
                            "A partition takes other rows",
                            "Inserts outside of every bound fail with SQLSTATE 23514.",
                            """
                            -- was: {old.partitionBound}
                            -- is: {new.partitionBound}
                            -- a default partition catches what no bound takes
                            """),
            when(changedMember("partitionKey"))
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .work(Work.REWRITE)
                            .writers(Writer.ON_CONFLICT)
                            .meaning(MAYBE)
                            .dataLost(MAYBE)
                            .rollback(MAYBE, MAYBE))
                    .rule(
                            "partition-key-changed",
                            "the same rule judges both directions",
                            "A table is partitioned otherwise, or no longer",
                            "PostgreSQL has no statement for it: the table is made anew and its rows are moved. Unique keys must hold "
                                    + "the partition key.",
                            "-- a new table beside {relation}, {new.partitionKey}; copy in batches with a trigger that keeps both "
                                    + "alike; then swap the names"),
            when(changedMember("inherits", "ofType"))
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE).meaning(YES).rollback(MAYBE, MAYBE))
                    .rule(
                            "inheritance-changed",
                            "the same rule judges both directions",
                            "A table inherits otherwise",
                            "Its rows show in other tables, or vanish from them, without an error.",
                            "-- consumers that want one table only: SELECT … FROM ONLY {relation}"));

    private PartitionRules() {}
}
