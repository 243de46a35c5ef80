package dev.seamwright.broker.impact;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.contracts.dbschema.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The part of a schema that some statements need: what they name, what that is made of, the other ends of its foreign keys, and its partitions.
 * Names are words, whatever stands around them, so it errs by too much; a name that is put together only when a function runs is not seen. Of tables
 * that stand at the other end of a foreign key, their own foreign keys are left out, so that not everything hangs together.
 */
final class Excerpt {
    /** Without a name that text would tell, or used without being named. */
    private static final Set<Kind> ALWAYS = EnumSet.of(
            Kind.SCHEMA,
            Kind.SCHEMA_GRANT,
            Kind.OPERATOR,
            Kind.OPERATOR_CLASS,
            Kind.OPERATOR_FAMILY,
            Kind.COLLATION,
            Kind.CONVERSION);
    /** Of the whole, an excerpt that is larger saves nothing. */
    private static final double WORTH = 0.5;

    private final DatabaseSchema schema;
    private final Map<String, List<Fact>> byName = new HashMap<>();
    private final Map<String, Set<String>> referrers = new HashMap<>();
    private final Map<Fact, String> targets = new HashMap<>();
    private final Map<String, Set<String>> parts = new HashMap<>();
    private final Set<String> reached = new HashSet<>();
    private final Deque<String> due = new ArrayDeque<>();

    private Excerpt(DatabaseSchema schema) {
        this.schema = schema;
        for (var fact : schema.facts()) {
            if (!isAlways(fact)) {
                byName.computeIfAbsent(name(fact), _ -> new ArrayList<>()).add(fact);
            }
        }
        for (var facts : byName.values()) {
            for (var fact : facts) {
                relate(fact);
            }
        }
    }

    /**
     * What is needed of the schema.
     *
     * @param named words of statements, in small letters
     * @return empty when that is most of it
     */
    static Optional<DatabaseSchema> of(DatabaseSchema schema, Collection<String> named) {
        return new Excerpt(schema).around(named);
    }

    private Optional<DatabaseSchema> around(Collection<String> named) {
        var inner = new HashSet<String>();
        for (var name : byName.keySet()) {
            if (named.contains(name) || !Relevance.isWord(name)) {
                inner.add(name);
            }
        }
        inner.forEach(this::reach);
        inner.forEach(name -> referrers.getOrDefault(name, Set.of()).forEach(this::reach));
        schema.facts().stream().filter(Excerpt::isAlways).forEach(fact -> reachWords(fact));
        while (!due.isEmpty()) {
            var name = due.remove();
            parts.getOrDefault(name, Set.of()).forEach(this::reach);
            for (var fact : byName.getOrDefault(name, List.of())) {
                if (isKept(fact, inner)) {
                    reachWords(fact);
                }
            }
        }
        var facts = schema.facts().stream()
                .filter(fact -> isAlways(fact) || (reached.contains(name(fact)) && isKept(fact, inner)))
                .toList();
        return facts.size() > schema.facts().size() * WORTH
                ? Optional.empty()
                : Optional.of(new DatabaseSchema(
                        schema.origin(),
                        facts,
                        Map.of(),
                        new TreeMap<>(schema.unmodelled()),
                        new TreeMap<>(schema.extensionMembers())));
    }

    private static boolean isAlways(Fact fact) {
        return fact.key().kind().depth() == 0 || ALWAYS.contains(fact.key().kind());
    }

    private static String name(Fact fact) {
        return Relevance.plain(fact.key().identity().get(1));
    }

    private void relate(Fact fact) {
        if (fact.key().kind() == Kind.TABLE || fact.key().kind() == Kind.FOREIGN_TABLE) {
            // a partition names its parent
            for (var word : Relevance.words(fact.payload())) {
                if (byName.containsKey(word)) {
                    parts.computeIfAbsent(word, _ -> new HashSet<>()).add(name(fact));
                }
            }
        } else if (fact.key().kind() == Kind.CONSTRAINT && fact.payload().contains("\"foreign key\"")) {
            var references = fact.members().path("references");
            if (references.size() == 2) {
                var target = Relevance.plain(references.get(1).asText());
                targets.put(fact, target);
                referrers.computeIfAbsent(target, _ -> new HashSet<>()).add(name(fact));
            }
        }
    }

    /** A foreign key counts at what is named itself, whichever end that is. */
    private boolean isKept(Fact fact, Set<String> inner) {
        var target = targets.get(fact);
        return target == null || inner.contains(target) || inner.contains(name(fact));
    }

    private void reach(String name) {
        if (byName.containsKey(name) && reached.add(name)) {
            due.add(name);
        }
    }

    private void reachWords(Fact fact) {
        Relevance.words(fact.payload()).forEach(this::reach);
        fact.key().identity().forEach(part -> Relevance.words(part).forEach(this::reach));
    }
}
