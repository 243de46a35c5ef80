package dev.seamwright.schemadiff.postgres.rls;

import dev.seamwright.schemadiff.postgres.rls.Catalog.ForeignKey;
import dev.seamwright.schemadiff.postgres.rls.Catalog.Relation;
import dev.seamwright.schemadiff.postgres.rls.Catalog.Routine;
import dev.seamwright.schemadiff.postgres.rls.Catalog.Sequence;
import dev.seamwright.schemadiff.postgres.rls.Tenancy.Membership;
import java.util.List;

/** Something that tenant A tries, in a transaction that is rolled back; what the last statement answers is compared. */
sealed interface Probe {
    /** The statements, in order. */
    List<String> steps();

    /** What it is about: a relation, a routine, a sequence. */
    String subject();

    /** Whether rows of others are looked at afterwards. */
    default boolean writes() {
        return false;
    }

    /** Reads what may be read of a relation. */
    record Read(Relation relation, String sql) implements Probe {
        @Override
        public List<String> steps() {
            return List.of(sql);
        }

        @Override
        public String subject() {
            return relation.name();
        }
    }

    /** Calls a function or procedure, with the values of B among its arguments. */
    record Call(Routine routine, String sql) implements Probe {
        @Override
        public List<String> steps() {
            return List.of(sql);
        }

        @Override
        public String subject() {
            return routine.signature();
        }

        @Override
        public boolean writes() {
            return true;
        }
    }

    /** Asks a sequence how far it is, or sets it. */
    record Sequel(Sequence sequence, List<String> steps) implements Probe {
        public Sequel {
            steps = List.copyOf(steps);
        }

        /** Whether its answer depends on when it is asked, and not on the rows that are there. */
        boolean acts() {
            return !steps.getFirst().startsWith("SELECT last_value");
        }

        @Override
        public String subject() {
            return sequence.name();
        }
    }

    /** Writes without reading a column: what a condition for SELECT does not hold. */
    record Write(Relation relation, String command, String sql) implements Probe {
        @Override
        public List<String> steps() {
            return List.of(sql);
        }

        @Override
        public String subject() {
            return relation.name();
        }

        @Override
        public boolean writes() {
            return true;
        }
    }

    /** Inserts a row of A's with a key of B's. */
    record Collide(Relation relation, Catalog.Key key, String sql) implements Probe {
        @Override
        public List<String> steps() {
            return List.of(sql);
        }

        @Override
        public String subject() {
            return relation.name();
        }
    }

    /** Inserts a row of A's that points to a row of B's. */
    record Refer(Relation relation, ForeignKey key, String sql) implements Probe {
        @Override
        public List<String> steps() {
            return List.of(sql);
        }

        @Override
        public String subject() {
            return relation.name();
        }
    }

    /** Deletes A's row to which a row of B's points. */
    record Cascade(Relation relation, ForeignKey key, String sql) implements Probe {
        @Override
        public List<String> steps() {
            return List.of(sql);
        }

        @Override
        public String subject() {
            return relation.name();
        }

        @Override
        public boolean writes() {
            return true;
        }
    }

    /** Uses a privilege on the whole table. */
    record Grant(Relation relation, String privilege, List<String> steps) implements Probe {
        public Grant {
            steps = List.copyOf(steps);
        }

        @Override
        public String subject() {
            return relation.name();
        }

        @Override
        public boolean writes() {
            return privilege.equals("TRUNCATE");
        }
    }

    /** Lets a temporary table answer for one that a function names. */
    record Impersonate(Routine routine, boolean ofPolicy, List<String> steps) implements Probe {
        public Impersonate {
            steps = List.copyOf(steps);
        }

        @Override
        public String subject() {
            return routine.signature();
        }
    }

    /** Makes the session's user a member of B, then reads. */
    record Enrol(Membership membership, List<String> steps) implements Probe {
        public Enrol {
            steps = List.copyOf(steps);
        }

        @Override
        public String subject() {
            return membership.relation().name();
        }
    }

    /** Has a function see rows before they are filtered. */
    record Peek(Relation relation, List<String> steps) implements Probe {
        public Peek {
            steps = List.copyOf(steps);
        }

        @Override
        public String subject() {
            return relation.name();
        }
    }
}
