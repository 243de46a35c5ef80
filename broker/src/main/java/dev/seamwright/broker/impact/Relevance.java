package dev.seamwright.broker.impact;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.contracts.dbschema.Kind;
import dev.seamwright.contracts.dbusage.Statement;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which statements a change of a schema can mean anything to: those that name something that it names, or something that rests on that. All,
 * where the change may be about anything. It errs by too many.
 */
final class Relevance {
    private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*");

    // what says by its names all that it is about
    private static final Pattern NAMED = Pattern.compile(
            "(?:create(?:\\s+or\\s+replace)?(?:\\s+unique)?|alter|drop)\\s+"
                    + "(?:table|view|materialized\\s+view|index|type|domain|sequence|trigger|policy)\\b.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    /** What can rest on something else. */
    static final Set<Kind> RESTING = EnumSet.of(
            Kind.TABLE,
            Kind.FOREIGN_TABLE,
            Kind.VIEW,
            Kind.MATERIALIZED_VIEW,
            Kind.COLUMN,
            Kind.TRIGGER,
            Kind.RULE,
            Kind.POLICY,
            Kind.ROUTINE,
            Kind.DOMAIN,
            Kind.COMPOSITE_TYPE);

    private static final Set<Kind> WITHOUT_NAME = EnumSet.of(
            Kind.RELATION_GRANT,
            Kind.COLUMN_GRANT,
            Kind.SCHEMA_GRANT,
            Kind.TYPE_GRANT,
            Kind.ROUTINE_GRANT,
            Kind.COLUMN,
            Kind.COLUMN_ORDER);

    private static final Pattern ODD_NAME = Pattern.compile("\"[^\"]*[^\\p{L}\\p{N}_$\"][^\"]*\"");

    private final Set<String> affected;
    private final Set<String> odd;
    private final boolean all;

    private Relevance(Set<String> affected, boolean all) {
        this.affected = affected;
        this.odd = affected.stream().filter(name -> !isWord(name)).collect(Collectors.toSet());
        this.all = all;
    }

    static Relevance of(Readings.Schema read, Script change) {
        var schema = read.schema();
        var affected = new HashSet<String>();
        for (var statement : change.statements()) {
            var named = named(schema, words(statement.sql()));
            if (named.isEmpty()
                    || ODD_NAME.matcher(statement.sql()).find()
                    || !NAMED.matcher(statement.sql()).matches()) {
                return new Relevance(Set.of(), true);
            }
            affected.addAll(named);
        }
        return new Relevance(resting(read.words(), affected), false);
    }

    /** What the schema has, of the words: by the name of the relation, routine or type that it is, or belongs to. */
    static Set<String> named(DatabaseSchema schema, Set<String> words) {
        var named = new HashSet<String>();
        for (var fact : schema.facts()) {
            var key = fact.key();
            if (key.kind().depth() == 0 || key.kind() == Kind.SCHEMA || WITHOUT_NAME.contains(key.kind())) {
                continue;
            }
            var names = key.identity().subList(1, key.identity().size());
            if (names.stream().anyMatch(name -> words.contains(plain(name)))) {
                named.add(plain(names.getFirst()));
            }
        }
        return named;
    }

    private static Set<String> resting(Map<Fact, Set<String>> words, Set<String> start) {
        var affected = new HashSet<>(start);
        for (var grown = true; grown; ) {
            grown = false;
            for (var fact : words.entrySet()) {
                var name = plain(fact.getKey().key().identity().get(1));
                if (!affected.contains(name) && fact.getValue().stream().anyMatch(affected::contains)) {
                    grown |= affected.add(name);
                }
            }
        }
        return affected;
    }

    /** Without the types of its arguments, in small letters. */
    static String plain(String name) {
        var end = name.indexOf('(');
        return (end < 0 ? name : name.substring(0, end)).toLowerCase(Locale.ROOT);
    }

    static boolean isWord(String name) {
        return WORD.matcher(name).matches();
    }

    /** In small letters. */
    static Set<String> words(String text) {
        var words = new HashSet<String>();
        WORD.matcher(text.toLowerCase(Locale.ROOT)).results().forEach(word -> words.add(word.group()));
        return words;
    }

    /** What is concerned, by its plain names; empty: everything may be. */
    Optional<Set<String>> affected() {
        return all ? Optional.empty() : Optional.of(Set.copyOf(affected));
    }

    List<Statement> of(Readings.Usage usage) {
        return usage.statements().stream()
                .filter(this::concerns)
                .map(Readings.Named::statement)
                .toList();
    }

    private boolean concerns(Readings.Named named) {
        return all
                || named.names().stream().anyMatch(affected::contains)
                || odd.stream().anyMatch(named.statement().sql().toLowerCase(Locale.ROOT)::contains);
    }
}
