package dev.seamwright.schemadiff.postgres.lint;

import static dev.seamwright.schemadiff.Level.RISKY;
import static dev.seamwright.schemadiff.Level.SAFE;
import static dev.seamwright.schemadiff.postgres.lint.Name.quoted;
import static dev.seamwright.schemadiff.postgres.rules.Hazard.Harm.MEANING;
import static dev.seamwright.schemadiff.postgres.rules.Hazard.Harm.OLD_CODE;
import static dev.seamwright.schemadiff.postgres.rules.Hazard.Harm.PREPARED;
import static dev.seamwright.schemadiff.postgres.rules.Lock.ACCESS_EXCLUSIVE;
import static dev.seamwright.schemadiff.postgres.rules.Lock.NONE;
import static dev.seamwright.schemadiff.postgres.rules.Work.CATALOG;
import static dev.seamwright.schemadiff.postgres.rules.Work.REWRITE;
import static dev.seamwright.schemadiff.postgres.rules.Work.SCAN;

import dev.seamwright.schemadiff.Rule;
import dev.seamwright.schemadiff.postgres.lint.LintRule.Hit;
import dev.seamwright.schemadiff.postgres.rules.Hazard;
import dev.seamwright.schemadiff.postgres.rules.Lock;
import dev.seamwright.schemadiff.postgres.syntax.Node;
import dev.seamwright.schemadiff.postgres.syntax.Vocabulary.Constraint;
import dev.seamwright.schemadiff.postgres.syntax.Vocabulary.Form;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Types: changing one, and choosing one that will have to be changed, or that means something else than it seems. */
final class TypeLint {
    private static final Hazard CHOICE = Hazard.of(NONE, CATALOG, MEANING);

    static final List<LintRule> ALL = List.of(
            new LintRule(
                    new Rule(
                            "column-type-changed",
                            "The type of a column in use is changed",
                            "Unless the old values serve as they are, the table and its indexes are written anew while nobody can read or write"
                                    + " it. In any case live sessions that have prepared a query of the column fail (0A000), and code that expects"
                                    + " the old type may.",
                            """
                            ALTER TABLE t ADD COLUMN c_new bigint;
                            -- write both by a trigger, fill the old rows in batches, move the readers, then:
                            ALTER TABLE t DROP COLUMN c;"""),
                    Hazard.of(ACCESS_EXCLUSIVE, REWRITE, OLD_CODE, PREPARED),
                    step -> step.alters(Form.ALTER_TYPE).map(alter -> changed(step, alter))),
            new LintRule(
                    new Rule(
                            "column-type-json",
                            "A column is json and not jsonb",
                            "json has no equality: DISTINCT, GROUP BY and UNION over the column fail (42883), and no index serves it.",
                            "jsonb, unless the very text must be kept."),
                    CHOICE,
                    step -> chosen(
                            step,
                            type -> type.is("json"),
                            "json has no equality: DISTINCT, GROUP BY and UNION fail on %s (42883).",
                            "jsonb")),
            new LintRule(
                    new Rule(
                            "column-type-char",
                            "A column is padded with blanks",
                            "char(n) pads what is stored to its length and ignores blanks at the end when it compares, but not in LIKE: values come"
                                    + " back other than they were written.",
                            "text, with CHECK (length(c) = n) where the length matters."),
                    CHOICE,
                    step -> chosen(
                            step, type -> type.is("bpchar"), "Values of %s come back padded with blanks.", "text")),
            new LintRule(
                    new Rule(
                            "column-type-limited",
                            "A column has a length limit",
                            "Raising the limit later breaks live prepared statements (0A000) under an AccessExclusiveLock; lowering it reads or"
                                    + " writes every row. A check can be replaced NOT VALID and validated, and keeps the type.",
                            "text, with CHECK (length(c) <= n) where a limit is meant."),
                    Hazard.of(NONE, CATALOG, PREPARED),
                    step -> chosen(
                            step,
                            type -> type.is("varchar") && !type.modifiers().isEmpty(),
                            "To change the limit of %s later breaks prepared statements.",
                            "text")),
            new LintRule(
                    new Rule(
                            "column-type-timestamp",
                            "A column holds a time without its zone",
                            "What moment it is depends on the session that wrote it: two services with different time zones store different values"
                                    + " for the same moment, without an error.",
                            "timestamptz"),
                    CHOICE,
                    step -> chosen(
                            step,
                            type -> type.is("timestamp"),
                            "What moment %s says depends on the time zone of whoever wrote it.",
                            "timestamptz")),
            new LintRule(
                    new Rule(
                            "column-type-smallint",
                            "A column holds small integers",
                            "Past 32767 every INSERT fails (22003), and the way to a wider type writes the table anew. Alignment often makes it no"
                                    + " smaller than int.",
                            "int or bigint"),
                    Hazard.of(NONE, CATALOG, OLD_CODE),
                    step -> chosen(
                            step,
                            type -> type.is("int2", "smallserial", "serial2"),
                            "Past 32767 every INSERT into %s fails (22003).",
                            "int or bigint")),
            new LintRule(
                    new Rule(
                            "primary-key-narrow",
                            "A generated key has four bytes",
                            "Past 2147483647 every INSERT fails, and the way to bigint writes the table and those that refer to it anew.",
                            "bigint GENERATED BY DEFAULT AS IDENTITY"),
                    Hazard.of(NONE, CATALOG, OLD_CODE),
                    TypeLint::narrowKey),
            new LintRule(
                    new Rule(
                            "domain-constrained",
                            "A domain with constraints is made",
                            "A column of it that is added later has the whole table written anew; and a constraint that is added to it later has"
                                    + " every row of every table with such a column read, under a ShareLock of all of them at once.",
                            "Constraints on the columns: they are added NOT VALID and validated table by table."),
                    Hazard.of(NONE, SCAN),
                    step -> step.is("CREATEDOMAINSTMT")
                                    && step.tree().nodes("constraints").stream()
                                            .flatMap(node -> step.vocabulary().constraint(node).stream())
                                            .anyMatch(kind -> kind == Constraint.CHECK || kind == Constraint.NOT_NULL)
                            ? Stream.of(Hit.about(
                                    RISKY,
                                    domain(step.tree(), "domainname").plain(),
                                    "Columns of the domain that are added to tables in use have them written anew.",
                                    "Constraints on the columns instead."))
                            : Stream.empty()),
            new LintRule(
                    new Rule(
                            "domain-constraint-added",
                            "A constraint is added to a domain and checked at once",
                            "Every row of every table with a column of the domain is read, under locks that keep writers away from all of them.",
                            """
                            ALTER DOMAIN d ADD CONSTRAINT d_check CHECK (VALUE > 0) NOT VALID;
                            ALTER DOMAIN d VALIDATE CONSTRAINT d_check;"""),
                    Hazard.of(Lock.SHARE, SCAN, OLD_CODE),
                    TypeLint::domainConstraint),
            new LintRule(
                    new Rule(
                            "domain-not-null-added",
                            "A domain becomes NOT NULL",
                            "Every row of every table with a column of the domain is read, under locks that keep writers away from all of them; and"
                                    + " outer joins still make nulls of it.",
                            "NOT NULL on the columns, by way of a check that is validated first."),
                    Hazard.of(Lock.SHARE, SCAN, OLD_CODE),
                    TypeLint::domainNotNull));

    private TypeLint() {}

    private static Hit changed(Step step, Step.Alter alter) {
        var type = Type.of(alter.definition()).sql();
        var old = step.column(alter.table(), alter.name());
        var from = old.map(column -> column.type() + " to ").orElse("");
        var remedy = """
                ALTER TABLE %s ADD COLUMN %s %s;
                -- write both by a trigger, fill the old rows in batches, move the readers, then:
                ALTER TABLE %s DROP COLUMN %s;""".formatted(
                        alter.table().sql(),
                        quoted(alter.name() + "_new"),
                        type,
                        alter.table().sql(),
                        quoted(alter.name()));
        var rewrites = !step.certain() || step.rewrites(alter.table());
        return Hit.of(
                RISKY,
                alter.table(),
                alter.name(),
                rewrites
                        ? "%s goes from %sto %s: %s is written anew while nobody can read or write it."
                                .formatted(
                                        alter.name(),
                                        from.replace(" to ", " "),
                                        type,
                                        alter.table().plain())
                        : "%s goes from %sto %s: no row is touched, but live prepared statements fail (0A000)."
                                .formatted(alter.name(), from.replace(" to ", " "), type),
                remedy);
    }

    /** Columns of new tables, new columns, and new types of old columns. */
    private static Stream<Hit> chosen(Step step, Predicate<Type> matches, String message, String instead) {
        return columns(step)
                .filter(column -> matches.test(Type.of(column.definition())))
                .map(column -> Hit.about(
                        RISKY,
                        column.table().plain() + "." + column.name(),
                        message.formatted(column.name()),
                        "%s %s".formatted(quoted(column.name()), instead)));
    }

    private record Column(Name table, String name, Node definition) {}

    private static Stream<Column> columns(Step step) {
        if (step.is("CREATESTMT")) {
            var table = step.tree().node("relation").map(Name::of).orElseThrow();
            return step.tree().nodes("tableElts").stream()
                    .filter(element -> element.is("COLUMNDEF"))
                    .map(element -> new Column(table, element.text("colname").orElse(""), element));
        }
        if (!step.is("ALTERTABLESTMT")) {
            return Stream.empty();
        }
        var table = step.tree().node("relation").map(Name::of).orElseThrow();
        return step.tree().nodes("cmds").stream()
                .filter(command -> step.vocabulary()
                        .form(command)
                        .filter(form -> form == Form.ADD_COLUMN || form == Form.ALTER_TYPE)
                        .isPresent())
                .flatMap(command -> command.node("def").stream()
                        .map(definition -> new Column(
                                table,
                                definition
                                        .text("colname")
                                        .or(() -> command.text("name"))
                                        .orElse(""),
                                definition)));
    }

    private static Stream<Hit> narrowKey(Step step) {
        return columns(step)
                .filter(column -> {
                    var type = Type.of(column.definition());
                    var constraints =
                            step.vocabulary().constraints(column.definition().nodes("constraints"));
                    return constraints.containsKey(Constraint.PRIMARY_KEY)
                            && (type.is("serial", "serial4")
                                    || (type.is("int4") && constraints.containsKey(Constraint.IDENTITY)));
                })
                .map(column -> Hit.about(
                        SAFE,
                        column.table().plain() + "." + column.name(),
                        "There are 2147483647 values of %s.".formatted(column.name()),
                        "%s bigint GENERATED BY DEFAULT AS IDENTITY".formatted(quoted(column.name()))));
    }

    private static Name domain(Node statement, String field) {
        return Name.of(statement.names(field));
    }

    private static Stream<Hit> domainConstraint(Step step) {
        return altered(step, "C")
                .filter(constraint -> step.vocabulary()
                                .constraint(constraint)
                                .filter(kind -> kind == Constraint.CHECK)
                                .isPresent()
                        && !constraint.flag("skip_validation"))
                .map(constraint -> {
                    var domain = domain(step.tree(), "typeName").sql();
                    var name = quoted(constraint.text("conname").orElse("…"));
                    return Hit.about(
                            RISKY,
                            domain(step.tree(), "typeName").plain(),
                            "Every row with a value of the domain is read.",
                            """
                            ALTER DOMAIN %s ADD CONSTRAINT %s CHECK (…) NOT VALID;
                            ALTER DOMAIN %s VALIDATE CONSTRAINT %s;""".formatted(domain, name, domain, name));
                });
    }

    private static Stream<Hit> domainNotNull(Step step) {
        var added = altered(step, "C")
                .filter(constraint -> step.vocabulary()
                        .constraint(constraint)
                        .filter(kind -> kind == Constraint.NOT_NULL)
                        .isPresent());
        var set = altered(step, "O");
        return Stream.concat(added, set)
                .map(ignored -> Hit.about(
                        RISKY,
                        domain(step.tree(), "typeName").plain(),
                        "Every row with a value of the domain is read.",
                        "NOT NULL on the columns instead."));
    }

    /** What {@code ALTER DOMAIN} is about; the statement itself where it has no constraint. */
    private static Stream<Node> altered(Step step, String how) {
        return step.is("ALTERDOMAINSTMT")
                        && step.tree().text("subtype").orElse("").equals(how)
                ? Stream.of(step.tree().node("def").orElse(step.tree()))
                : Stream.empty();
    }
}
