package dev.seamwright.schemadiff.postgres.drift;

import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.contracts.dbschema.Kind;
import dev.seamwright.schemadiff.postgres.capture.Capture;
import dev.seamwright.schemadiff.postgres.capture.CatalogHash;
import dev.seamwright.schemadiff.postgres.diff.SchemaDiff;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Databases that should have one schema: shards, one for each tenant, regions, environments. Each is asked for its lineage, and the
 * first of each lineage for a hash that its server computes; one database of each hash is captured, and only those are compared.
 *
 * @param chain the recorded versions, newest last; empty to compare the databases with one another only
 * @param expected the number of the version that all should be at; empty for the newest
 * @param check what may differ, and what need not be seen
 * @param parallel how many databases are read at the same time
 */
public record SkewGroup(List<ChainVersion> chain, Optional<String> expected, DriftCheck check, int parallel) {
    private static final int ATTEMPTS = 3;

    /** @throws InvalidInput when the expected version is not in the chain */
    public SkewGroup {
        chain = List.copyOf(chain);
        var number = expected;
        if (number.isPresent()
                && chain.stream().noneMatch(version -> version.number().equals(number.get()))) {
            throw new InvalidInput("expected", "is \"%s\", which is none of the versions".formatted(number.get()));
        }
    }

    /**
     * Reads the databases and compares them. One that cannot be read is told as unknown and holds up no other.
     *
     * @throws InvalidInput when two databases have one name
     */
    public Skew compare(List<Member> members) {
        return compare(members, new SkewMemory());
    }

    /** The same for someone who asks again: a database that has not changed since is known by its lineage. */
    public Skew compare(List<Member> members, SkewMemory memory) {
        return new Comparison(members, memory).skew();
    }

    private record Hashed(CatalogHash hash, List<Unseen> unseen) {}

    /** Databases with the same catalogs, as far as their roles see them. */
    private record Raw(Sha256 hash, Set<Fact.Key> hidden) {}

    private final class Comparison {
        private final List<Member> members;
        private final SkewMemory memory;
        private final int hashedBefore;
        private final SortedMap<String, Standing> standings = new TreeMap<>();
        private final Map<String, List<Unseen>> unseen = new HashMap<>();
        private final Map<Raw, List<Member>> byHash = new LinkedHashMap<>();
        private final Map<Raw, DatabaseSchema> captured = new LinkedHashMap<>();
        private final Map<Set<Fact.Key>, List<Compared>> chains = new HashMap<>();
        private final Set<Disregarded> disregarded = new LinkedHashSet<>();
        private final Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        private final Set<String> payloadMembers = new HashSet<>();
        private int captures;
        private int comparisons;
        private boolean acrossMajors;

        private Comparison(List<Member> members, SkewMemory memory) {
            this.members = members;
            this.memory = memory;
            this.hashedBefore = memory.hashed();
            var names = new HashSet<String>();
            for (var member : members) {
                if (!names.add(member.name())) {
                    throw new InvalidInput("members", "has \"%s\" twice; name each once".formatted(member.name()));
                }
            }
            for (var aspect : check.without()) {
                kinds.addAll(aspect.kinds());
                if (!aspect.member().isEmpty()) {
                    payloadMembers.add(aspect.member());
                }
            }
        }

        private Skew skew() {
            hashAll();
            for (var raw : List.copyOf(byHash.keySet())) {
                capture(raw);
            }
            acrossMajors =
                    captured.values().stream().map(DriftCheck::major).distinct().count() > 1
                            || chain.stream()
                                    .anyMatch(version -> captured.values().stream()
                                            .anyMatch(schema ->
                                                    DriftCheck.major(schema) != DriftCheck.major(version.schema())));
            var variants = variants();
            stand(variants);
            return new Skew(
                    variants,
                    standings,
                    chain.isEmpty()
                            ? Optional.empty()
                            : Optional.of(chain.get(expectedPlace()).number()),
                    List.copyOf(disregarded),
                    new Skew.Effort(memory.hashed() - hashedBefore, captures, comparisons));
        }

        private void hashAll() {
            try (var executor =
                    Executors.newFixedThreadPool(parallel, Thread.ofVirtual().factory())) {
                var outcomes = new ArrayList<Future<Reader.Outcome<Hashed>>>();
                for (var member : members) {
                    outcomes.add(executor.submit(() -> Reader.read(member.connector(), this::hash)));
                }
                for (int i = 0; i < members.size(); i++) {
                    place(members.get(i), outcome(outcomes.get(i)));
                }
            }
        }

        private Reader.Outcome<Hashed> outcome(Future<Reader.Outcome<Hashed>> future) {
            try {
                return future.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Reader.Outcome.Unread<>(new Unseen.NotRead("the comparison was interrupted"));
            } catch (ExecutionException e) {
                throw new IllegalStateException("a database could not be hashed", e.getCause());
            }
        }

        private Hashed hash(Connection connection) throws SQLException {
            var hash = memory.hash(connection, kinds, payloadMembers);
            return new Hashed(hash, Reader.unseen(connection, hash.unmodelled()));
        }

        private void place(Member member, Reader.Outcome<Hashed> outcome) {
            switch (outcome) {
                case Reader.Outcome.Read<Hashed>(var hashed) -> {
                    unseen.put(member.name(), hashed.unseen());
                    var raw = new Raw(hashed.hash().hash(), Reader.hidden(hashed.unseen()));
                    byHash.computeIfAbsent(raw, absent -> new ArrayList<>()).add(member);
                }
                case Reader.Outcome.Unread<Hashed>(var reason) -> unknown(member, reason);
            }
        }

        private void unknown(Member member, Unseen reason) {
            standings.put(member.name(), new Standing.Unknown(List.of(reason)));
        }

        /** Captures one database for all that have its hash. One that fails by now says nothing about the others. */
        private void capture(Raw raw) {
            var alike = byHash.getOrDefault(raw, List.of());
            while (!alike.isEmpty() && !captured.containsKey(raw)) {
                var member = alike.getFirst();
                switch (Reader.read(member.connector(), connection -> capture(connection, raw))) {
                    case Reader.Outcome.Read<Optional<DatabaseSchema>>(var schema)
                    when schema.isPresent() -> captured.put(raw, schema.get());
                    case Reader.Outcome.Read<Optional<DatabaseSchema>> _ -> {
                        unknown(member, new Unseen.Changing());
                        alike.removeFirst();
                    }
                    case Reader.Outcome.Unread<Optional<DatabaseSchema>>(var reason) -> {
                        unknown(member, reason);
                        alike.removeFirst();
                    }
                }
            }
        }

        /** The schema that has the hash; empty when the database is being changed. */
        private Optional<DatabaseSchema> capture(Connection connection, Raw raw) throws SQLException {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                captures++;
                var schema = Capture.of(connection);
                if (CatalogHash.of(connection, kinds, payloadMembers).hash().equals(raw.hash())) {
                    return Optional.of(schema);
                }
            }
            return Optional.empty();
        }

        private Compared compared(DatabaseSchema schema, Set<Fact.Key> hidden) {
            var compared = Compared.of(schema, check.without(), acrossMajors, hidden);
            disregarded.addAll(compared.disregarded());
            return compared;
        }

        private List<Skew.Variant> variants() {
            var hiddenFromSome = new HashSet<Fact.Key>();
            captured.keySet().forEach(raw -> hiddenFromSome.addAll(raw.hidden()));
            var names = new LinkedHashMap<Sha256, List<String>>();
            captured.forEach((raw, schema) -> {
                var hash = compared(schema, hiddenFromSome).schema().hash();
                byHash.getOrDefault(raw, List.of())
                        .forEach(member -> names.computeIfAbsent(hash, absent -> new ArrayList<>())
                                .add(member.name()));
            });
            return names.entrySet().stream()
                    .map(entry -> new Skew.Variant(
                            entry.getKey(), entry.getValue().stream().sorted().toList()))
                    .sorted(Comparator.comparingInt(
                                    (Skew.Variant variant) -> -variant.members().size())
                            .thenComparing(variant -> variant.members().getFirst()))
                    .toList();
        }

        private void stand(List<Skew.Variant> variants) {
            if (variants.isEmpty()) {
                return;
            }
            var reference = variants.getFirst().members();
            var ofReference = captured.keySet().stream()
                    .filter(raw -> byHash.getOrDefault(raw, List.of()).stream()
                            .anyMatch(member -> member.name().equals(reference.getFirst())))
                    .findFirst()
                    .map(captured::get)
                    .orElse(null);
            captured.forEach((raw, schema) -> {
                var alike = byHash.getOrDefault(raw, List.of());
                var standing = chain.isEmpty()
                        ? amongOthers(alike, raw, schema, reference, ofReference)
                        : onChain(raw, schema);
                alike.forEach(member -> standings.put(member.name(), known(member, standing)));
            });
        }

        /** What stands where it should, but was not seen whole, is unknown. */
        private Standing known(Member member, Standing standing) {
            var reasons = unseen.getOrDefault(member.name(), List.of()).stream()
                    .filter(reason -> !check.accepted().contains(reason.topic()))
                    .toList();
            return reasons.isEmpty() || standing instanceof Standing.Diverged
                    ? standing
                    : new Standing.Unknown(reasons);
        }

        private Standing amongOthers(
                List<Member> alike,
                Raw raw,
                DatabaseSchema schema,
                List<String> reference,
                @Nullable DatabaseSchema ofReference) {
            if (ofReference == null || alike.stream().anyMatch(member -> reference.contains(member.name()))) {
                return new Standing.Majority();
            }
            comparisons++;
            var diff = SchemaDiff.between(
                    compared(ofReference, raw.hidden()).schema(),
                    compared(schema, raw.hidden()).schema());
            return new Standing.Diverged(reference.getFirst(), diff);
        }

        private Standing onChain(Raw raw, DatabaseSchema schema) {
            var own = compared(schema, raw.hidden()).schema();
            var versions = chains.computeIfAbsent(
                    raw.hidden(),
                    hidden -> chain.stream()
                            .map(version -> compared(version.schema(), hidden))
                            .toList());
            int place = place(own, versions);
            if (place >= 0) {
                return new Standing.AtVersion(chain.get(place).number(), expectedPlace() - place);
            }
            SchemaDiff least = null;
            int nearest = 0;
            for (int i = versions.size() - 1; i >= 0; i--) {
                comparisons++;
                var diff = SchemaDiff.between(versions.get(i).schema(), own);
                if (least == null || diff.changes().size() < least.changes().size()) {
                    least = diff;
                    nearest = i;
                }
            }
            return new Standing.Diverged(
                    chain.get(nearest).number(), least == null ? new SchemaDiff(List.of(), List.of()) : least);
        }

        /** Where on the chain the schema is; a schema that several versions have is taken for the one nearest to the expected. */
        private int place(DatabaseSchema own, List<Compared> versions) {
            int found = -1;
            for (int i = 0; i < versions.size(); i++) {
                boolean same = versions.get(i).schema().hash().equals(own.hash());
                if (same && (found < 0 || Math.abs(expectedPlace() - i) <= Math.abs(expectedPlace() - found))) {
                    found = i;
                }
            }
            return found;
        }

        private int expectedPlace() {
            var number = expected.orElse(chain.getLast().number());
            for (int i = chain.size() - 1; i >= 0; i--) {
                if (chain.get(i).number().equals(number)) {
                    return i;
                }
            }
            throw new IllegalStateException("the expected version was in the chain: " + number);
        }
    }
}
