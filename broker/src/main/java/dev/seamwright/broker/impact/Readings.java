package dev.seamwright.broker.impact;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.seamwright.broker.contract.ContractService;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.contracts.dbusage.DatabaseUsage;
import dev.seamwright.contracts.dbusage.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;

/** Schemas and usages as they were read, with the names in them, for as long as there is room: a content never changes. */
final class Readings {
    /** Facts and statements, of one to three kilobytes each. */
    private static final int MOST = 15_000;

    private final ContractService contracts;
    private final Cache<Key, Reading> kept = Caffeine.newBuilder()
            .maximumWeight(MOST)
            .weigher((Key _, Reading reading) -> reading.size())
            .build();

    Readings(ContractService contracts) {
        this.contracts = contracts;
    }

    /** Ids are those of a workspace, and another one's transaction finds nothing by them. */
    private record Key(int workspace, long content) {}

    /** What is kept of a content. */
    sealed interface Reading {
        int size();
    }

    /** A schema, with the words of those facts that can rest on others. */
    record Schema(DatabaseSchema schema, Map<Fact, Set<String>> words) implements Reading {
        Schema {
            words = Map.copyOf(words);
        }

        static Schema of(DatabaseSchema schema) {
            var words = new HashMap<Fact, Set<String>>();
            schema.facts().stream()
                    .filter(fact -> Relevance.RESTING.contains(fact.key().kind()))
                    .forEach(fact -> words.put(fact, Relevance.words(fact.payload())));
            return new Schema(schema, words);
        }

        @Override
        public int size() {
            return schema.facts().size();
        }
    }

    /** A usage, with what each of its statements names. */
    record Usage(DatabaseUsage usage, List<Named> statements) implements Reading {
        Usage {
            statements = List.copyOf(statements);
        }

        static Usage of(DatabaseUsage usage) {
            return new Usage(usage, usage.statements().stream().map(Named::of).toList());
        }

        @Override
        public int size() {
            return statements.size();
        }
    }

    /**
     * A statement.
     *
     * @param names its words, and the relations that it uses, in small letters
     */
    record Named(Statement statement, Set<String> names) {
        Named {
            names = Set.copyOf(names);
        }

        static Named of(Statement statement) {
            var names = new HashSet<>(Relevance.words(statement.sql()));
            statement.uses().forEach(use -> names.add(Relevance.plain(use.name())));
            return new Named(statement, names);
        }
    }

    Schema schema(Tx tx, long content) {
        return read(tx, content, Schema.class, id -> Schema.of(contracts.schema(tx, id)));
    }

    Usage usage(Tx tx, long content) {
        return read(tx, content, Usage.class, id -> Usage.of(contracts.usage(tx, id)));
    }

    private <R extends Reading> R read(Tx tx, long content, Class<R> type, LongFunction<R> reading) {
        return type.cast(kept.get(new Key(tx.caller().workspaceId(), content), key -> reading.apply(key.content())));
    }
}
