package dev.seamwright.schemadiff.postgres.seam;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.contracts.dbschema.Kind;
import dev.seamwright.schemadiff.Finding;
import dev.seamwright.schemadiff.Level;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The contract of pgvector: what one database has of it, against another one, or against what was there before. */
public final class Vectors {
    /** {@code public.vector(1536)}. */
    private static final Pattern TYPE =
            Pattern.compile("(?:.*\\.)?(?<name>vector|halfvec|sparsevec)(?:\\((?<dimension>\\d+)\\))?");

    private static final Set<String> METHODS = Set.of("hnsw", "ivfflat");

    private final DatabaseSchema before;
    private final DatabaseSchema after;
    private final Findings findings = new Findings();

    private Vectors(DatabaseSchema before, DatabaseSchema after) {
        this.before = before;
        this.after = after;
    }

    /** Compares what queries were written for with what is there. */
    public static List<Finding> review(DatabaseSchema before, DatabaseSchema after) {
        var vectors = new Vectors(before, after);
        if (before.fact(Kind.EXTENSION, "vector").isPresent()) {
            vectors.version();
            before.facts().stream()
                    .filter(fact -> fact.key().kind() == Kind.COLUMN)
                    .forEach(vectors::column);
            vectors.distances();
            vectors.parameters();
        }
        return vectors.findings.all();
    }

    // a schema tells a version only where it is another one
    private static final String DEFAULT_VERSION = "the default version of its server";

    private void version() {
        var old = version(before);
        var now = version(after);
        if (!old.equals(now)) {
            findings.add(
                    VectorRules.VERSION_DIFFERS,
                    now.isEmpty() ? Level.BREAKING : Level.RISKY,
                    "extension vector",
                    now.isEmpty()
                            ? "It was %s, and is not there.".formatted(old)
                            : "It was %s, and is %s.".formatted(old, now));
        }
    }

    private static String version(DatabaseSchema schema) {
        return schema.fact(Kind.EXTENSION, "vector")
                .map(fact -> fact.members().path("version").asText(DEFAULT_VERSION))
                .orElse("");
    }

    private void column(Fact column) {
        var old = TYPE.matcher(column.members().path("type").asText());
        var current = after.fact(column.key()).map(Fact::members);
        if (!old.matches() || current.isEmpty()) {
            return;
        }
        var subject = String.join(".", column.key().identity());
        var type = current.get().path("type").asText();
        var now = TYPE.matcher(type);
        if (!now.matches() || !now.group("name").equals(old.group("name"))) {
            findings.add(
                    VectorRules.TYPE_DIFFERS,
                    Level.BREAKING,
                    subject,
                    "It was %s, and is %s.".formatted(old.group(), type));
        } else if (!dimension(old.group("dimension")).equals(dimension(now.group("dimension")))) {
            findings.add(
                    VectorRules.DIMENSION_DIFFERS,
                    now.group("dimension") == null ? Level.RISKY : Level.BREAKING,
                    subject,
                    "It had %s dimensions, and has %s."
                            .formatted(dimension(old.group("dimension")), dimension(now.group("dimension"))));
        }
    }

    private static String dimension(@Nullable String digits) {
        return digits == null ? "any" : digits;
    }

    private void distances() {
        var now = served(after);
        served(before).forEach((column, classes) -> {
            var gone = new TreeSet<>(classes);
            gone.removeAll(now.getOrDefault(column, new TreeSet<>()));
            if (!gone.isEmpty()) {
                findings.add(
                        VectorRules.DISTANCE_GONE,
                        Level.RISKY,
                        column,
                        "An index served it by %s, and none does.".formatted(String.join(", ", gone)));
            }
        });
    }

    /** The operator classes by which indexes serve each column. */
    private static Map<String, Set<String>> served(DatabaseSchema schema) {
        var served = new TreeMap<String, Set<String>>();
        for (var fact : schema.facts()) {
            if (fact.key().kind() == Kind.INDEX) {
                var members = fact.members();
                if (METHODS.contains(members.path("method").asText())) {
                    var key = members.path("keys").path(0);
                    served.computeIfAbsent(subject(fact, key), absent -> new TreeSet<>())
                            .add(key.path("operatorClass").asText("the default operator class"));
                }
            }
        }
        return served;
    }

    private static String subject(Fact index, JsonNode key) {
        return "%s.%s"
                .formatted(
                        String.join(".", index.key().place()),
                        key.path("column").asText(key.path("expression").asText()));
    }

    private void parameters() {
        for (var fact : before.facts()) {
            if (fact.key().kind() != Kind.INDEX) {
                continue;
            }
            var old = fact.members();
            var now = after.fact(fact.key()).map(Fact::members);
            if (METHODS.contains(old.path("method").asText())
                    && now.isPresent()
                    && now.get().path("method").equals(old.path("method"))
                    && !now.get().path("options").equals(old.path("options"))) {
                findings.add(
                        VectorRules.PARAMETERS_DIFFER,
                        Level.RISKY,
                        String.join(".", fact.key().identity()),
                        "Its parameters were %s, and are %s.".formatted(options(old), options(now.get())));
            }
        }
    }

    private static String options(JsonNode index) {
        var options = index.path("options");
        return options.isMissingNode() ? "the defaults" : options.toString();
    }
}
