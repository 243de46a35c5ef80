package dev.seamwright.schemadiff.postgres.lint;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the statements before have done: objects of the migration's own are no hazard, since nobody uses them yet. */
final class History {
    static final String DEFAULT_SCHEMA = "public";

    private Set<Name> made = new HashSet<>();
    private Set<Name> madeBeforeTransaction = new HashSet<>();
    private final Map<Name, Integer> exclusive = new HashMap<>();
    private final Set<Name> validated = new HashSet<>();
    private final Set<Name> notValid = new HashSet<>();
    private boolean lockTimeout;
    private boolean timeoutSaid;
    private boolean inTransaction;

    boolean inTransaction() {
        return inTransaction;
    }

    void begin() {
        inTransaction = true;
        madeBeforeTransaction = new HashSet<>(made);
        exclusive.clear();
        notValid.clear();
    }

    void commit() {
        inTransaction = false;
        exclusive.clear();
        notValid.clear();
    }

    void rollback() {
        commit();
        made = madeBeforeTransaction;
    }

    /** Whether the migration made it itself. */
    boolean isMade(Name name) {
        return made.contains(name.in(DEFAULT_SCHEMA));
    }

    void made(Name name) {
        made.add(name.in(DEFAULT_SCHEMA));
    }

    void renamed(Name from, Name to) {
        if (made.remove(from.in(DEFAULT_SCHEMA))) {
            made(to);
        }
    }

    /** The line of the statement by which this transaction keeps everybody from the relation. */
    Map<Name, Integer> exclusive() {
        return exclusive;
    }

    void locked(Name name, int line) {
        if (inTransaction) {
            exclusive.putIfAbsent(name.in(DEFAULT_SCHEMA), line);
        }
    }

    /** A constraint was validated whose text is not known: it may be the one that makes a scan needless. */
    void validated(Name table) {
        validated.add(table.in(DEFAULT_SCHEMA));
    }

    boolean isValidated(Name table) {
        return validated.contains(table.in(DEFAULT_SCHEMA));
    }

    void notValid(Name table) {
        if (inTransaction) {
            notValid.add(table.in(DEFAULT_SCHEMA));
        }
    }

    /** Whether this transaction has made a constraint of the table that is not valid. */
    boolean isNotValid(Name table) {
        return notValid.contains(table.in(DEFAULT_SCHEMA));
    }

    boolean lockTimeout() {
        return lockTimeout;
    }

    void lockTimeout(boolean set) {
        lockTimeout = set;
    }

    /** True at the first call: one finding is enough. */
    boolean sayTimeout() {
        var first = !timeoutSaid;
        timeoutSaid = true;
        return first;
    }
}
