package dev.seamwright.schemadiff.postgres.drift;

import dev.seamwright.contracts.dbschema.Kind;
import dev.seamwright.schemadiff.postgres.capture.CatalogHash;
import dev.seamwright.schemadiff.postgres.capture.Lineage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The hashes of databases that were compared, by their lineage: a copy of one that is known is not hashed, nor is a database that has
 * not changed since it was. For one comparison, or for all of someone who asks again and again; it grows with every change of a schema.
 */
public final class SkewMemory {
    private final Map<Known, FutureTask<CatalogHash>> hashes = new ConcurrentHashMap<>();
    private final AtomicInteger hashed = new AtomicInteger();

    /** A lineage, and what was left out of the hash. */
    private record Known(Lineage lineage, Set<Kind> withoutKinds, Set<String> withoutMembers) {}

    /** How many databases were hashed so far. */
    int hashed() {
        return hashed.get();
    }

    /** The hash of the database to which the connection leads. */
    CatalogHash hash(Connection connection, Set<Kind> withoutKinds, Set<String> withoutMembers) throws SQLException {
        var lineage = Lineage.of(connection);
        if (lineage.isEmpty()) {
            return read(connection, withoutKinds, withoutMembers);
        }
        var known = new Known(lineage.get(), Set.copyOf(withoutKinds), Set.copyOf(withoutMembers));
        var task = new FutureTask<>(() -> {
            var hash = read(connection, withoutKinds, withoutMembers);
            if (!Lineage.of(connection).equals(lineage)) {
                hashes.remove(known); // changed meanwhile: whoever waits for it reads for himself
                throw new Changed(hash);
            }
            return hash;
        });
        var first = hashes.putIfAbsent(known, task);
        if (first != null) {
            try {
                return first.get();
            } catch (ExecutionException failed) {
                return read(connection, withoutKinds, withoutMembers);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SQLException("interrupted", e);
            }
        }
        task.run();
        try {
            return task.get();
        } catch (ExecutionException failed) {
            hashes.remove(known);
            return switch (failed.getCause()) {
                case Changed changed -> changed.hash;
                case SQLException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case null, default -> throw new IllegalStateException("a database could not be hashed", failed);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", e);
        }
    }

    private CatalogHash read(Connection connection, Set<Kind> withoutKinds, Set<String> withoutMembers)
            throws SQLException {
        hashed.incrementAndGet();
        return CatalogHash.of(connection, withoutKinds, withoutMembers);
    }

    /** The database changed while it was hashed, so nobody else's is known by it. */
    private static final class Changed extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient CatalogHash hash;

        Changed(CatalogHash hash) {
            super("changed while it was hashed");
            this.hash = hash;
        }
    }
}
