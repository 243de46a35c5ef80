package dev.seamwright.schemadiff.postgres.shadow;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A statement that PostgreSQL reserves to superusers, that real schemas need, and that executes no code of the candidate's. The whole
 * text of it has one of the forms below, without an expression, and that text, not the candidate's, is what is executed. Why each form
 * is safe, and what is refused: {@code docs/adr/0002-what-candidates-may-do.md}.
 *
 * @param statements to execute one after the other, in one transaction
 * @param catalogPath whether names mean what they mean in {@code pg_catalog}, and not in the candidate's search path
 * @param power whether it needs a superuser; otherwise {@code owner} alone is refused, for a lack of privileges on the schema
 * @param owner an identifier as written: the role that becomes an owner; it has to be one of the run's. Null: there is none
 * @param afterwards executed with power after the statements, with the name of the shadow's own role. Null: nothing
 */
record Vetted(
        List<String> statements,
        boolean catalogPath,
        boolean power,
        @Nullable String owner,
        @Nullable Function<String, String> afterwards) {

    // a longer statement is none of these; and a pattern has a depth
    static final int LONGEST = 4_000;
    private static final String NAME =
            "(?:\"[^\"]++\"(?:\"[^\"]*+\")*+|[A-Za-z_\\x{80}-\\x{ffff}][\\w$\\x{80}-\\x{ffff}]*)";
    static final String QUALIFIED = NAME + "(?: ?\\. ?" + NAME + ")*";
    // without a backslash: what it is does not depend on standard_conforming_strings
    private static final String TEXT = "'[^'\\\\]*+'(?:'[^'\\\\]*+')*+";
    static final String NAMES = NAME + "(?: ?, ?" + NAME + ")*";
    static final String ARGUMENTS = "\\((?:[\\w ,.$\\[\\]*]++|\\([\\w ,]*+\\)|\"[^\"]*+\")*+\\)";
    private static final String VALUE = "(?:" + TEXT + "|" + NAME + "|[\\d.]+)";
    private static final String OPTION = NAME + "(?: ?= ?" + VALUE + ")?";
    private static final String WITH = "WITH ?\\( ?" + OPTION + "(?: ?, ?" + OPTION + ")* ?\\)";
    private static final String FDW_OPTION = "(?:(?:ADD|SET) )?" + NAME + " " + TEXT + "|DROP " + NAME;
    private static final String FDW_OPTIONS =
            "OPTIONS ?\\( ?(?:" + FDW_OPTION + ")(?: ?, ?(?:" + FDW_OPTION + "))* ?\\)";
    // the representation of these is a string without a structure that a reader could trip over
    private static final String STRING_TYPE =
            "(?:pg_catalog ?\\. ?)?(?:text|varchar|character varying|bpchar|json|xml)";
    // the handlers of PostgreSQL's own access methods
    private static final String HANDLER =
            "(?:TABLE HANDLER (?:pg_catalog ?\\. ?)?heap_tableam_handler|INDEX HANDLER (?:pg_catalog ?\\. ?)?(?:bt|hash|gist|gin|spg|brin)handler)";
    private static final String OPERATOR =
            "OPERATOR \\d+ (?:" + QUALIFIED + " ?\\. ?)?[-+*/<>=~!@#%^&|`?]+(?: ?" + ARGUMENTS + ")?(?: FOR SEARCH)?";
    // an index calls it whoever may execute it, so it is the candidate's, or one that compares
    private static final String COMPARISON =
            "FUNCTION 1 (?:(?:pg_catalog ?\\. ?)?(?:bt\\w+cmp|hash\\w+)|(?!pg_catalog\\b|\"pg_catalog\")" + NAME
                    + " ?\\. ?" + NAME + ") ?" + ARGUMENTS;
    private static final String MEMBER = "(?:" + OPERATOR + "|" + COMPARISON + ")";

    private record Form(Pattern pattern, Function<Matcher, Vetted> vetted) {
        Form(String pattern, Function<Matcher, Vetted> vetted) {
            this(Pattern.compile(pattern.replace("NAME", NAME), Pattern.CASE_INSENSITIVE), vetted);
        }
    }

    private static final List<Form> FORMS = List.of(
            new Form(
                    "ALTER (?:TABLE|FOREIGN TABLE|VIEW|MATERIALIZED VIEW|SEQUENCE|SCHEMA|TYPE|DOMAIN|COLLATION|CONVERSION|STATISTICS"
                            + "|TEXT SEARCH (?:DICTIONARY|CONFIGURATION)|SERVER|PUBLICATION|FUNCTION|PROCEDURE|ROUTINE|AGGREGATE"
                            + "|OPERATOR (?:CLASS|FAMILY)) (?:IF EXISTS )?(?:ONLY )?"
                            + QUALIFIED + "(?: ?" + ARGUMENTS + ")?(?: USING NAME)? OWNER TO (?<owner>NAME)",
                    found -> owned(found, false)),
            new Form(
                    "ALTER OPERATOR (?:" + QUALIFIED + " ?\\. ?)?[-+*/<>=~!@#%^&|`?]+ ?" + ARGUMENTS
                            + " OWNER TO (?<owner>NAME)",
                    found -> owned(found, false)),
            new Form("ALTER (?:PROCEDURAL )?LANGUAGE plpgsql OWNER TO (?<owner>NAME)", found -> owned(found, true)),
            new Form(
                    "ALTER (?:EVENT TRIGGER|FOREIGN DATA WRAPPER) NAME OWNER TO (?<owner>NAME)",
                    found -> owned(found, true)),
            new Form(
                    "COMMENT ON (?:EXTENSION|LANGUAGE|PROCEDURAL LANGUAGE|EVENT TRIGGER|SUBSCRIPTION|PUBLICATION|FOREIGN DATA WRAPPER"
                            + "|ACCESS METHOD) NAME IS (?:" + TEXT + "|NULL)",
                    found -> plain(found, false)),
            new Form(
                    "COMMENT ON CAST ?\\( ?[\\w .\"]+ AS [\\w .\"]+ ?\\) IS (?:" + TEXT + "|NULL)",
                    found -> plain(found, false)),
            new Form(
                    "CREATE EVENT TRIGGER NAME ON NAME(?: WHEN TAG IN ?\\( ?" + TEXT + "(?: ?, ?" + TEXT
                            + ")* ?\\))? EXECUTE (?:FUNCTION|PROCEDURE) " + QUALIFIED + " ?\\( ?\\)",
                    found -> plain(found, false)),
            new Form(
                    "CREATE PUBLICATION NAME FOR (?:ALL TABLES|(?:ALL )?TABLES IN SCHEMA " + NAMES + ")(?: " + WITH
                            + ")?",
                    found -> plain(found, false)),
            new Form(
                    "ALTER PUBLICATION NAME (?:ADD|SET|DROP) (?:ALL )?TABLES IN SCHEMA " + NAMES,
                    found -> plain(found, false)),
            // what connects is its owner's business, so the candidate does not own it
            new Form(
                    "CREATE SUBSCRIPTION (?<name>NAME) CONNECTION " + TEXT + " PUBLICATION " + NAMES
                            + " (?=.*\\b(?i:connect) ?= ?(?:false|off|0|'false'|'off'|'0')[ ,)])" + WITH,
                    found -> new Vetted(
                            List.of(found.group()),
                            true,
                            true,
                            null,
                            self -> "ALTER SUBSCRIPTION %s OWNER TO %s"
                                    .formatted(found.group("name"), Names.identifier(self)))),
            // without its slot's name DROP SUBSCRIPTION connects to nobody
            new Form(
                    "DROP SUBSCRIPTION (?<name>NAME)(?: CASCADE| RESTRICT)?",
                    found -> new Vetted(
                            List.of(
                                    "ALTER SUBSCRIPTION %s DISABLE".formatted(found.group("name")),
                                    "ALTER SUBSCRIPTION %s SET (slot_name = NONE)".formatted(found.group("name")),
                                    "DROP SUBSCRIPTION " + found.group("name")),
                            true,
                            true,
                            null,
                            null)),
            // a handler or a validator would be called; these have none, or PostgreSQL's own
            new Form(
                    "CREATE FOREIGN DATA WRAPPER NAME(?: NO HANDLER)?(?: NO VALIDATOR| VALIDATOR postgresql_fdw_validator)?(?: "
                            + FDW_OPTIONS + ")?",
                    found -> plain(found, true)),
            new Form("ALTER FOREIGN DATA WRAPPER NAME " + FDW_OPTIONS, found -> plain(found, true)),
            new Form(
                    "CREATE CAST ?\\( ?" + STRING_TYPE + " AS " + STRING_TYPE
                            + " ?\\) WITHOUT FUNCTION(?: AS (?:IMPLICIT|ASSIGNMENT))?",
                    found -> plain(found, true)),
            new Form(
                    "DROP CAST(?: IF EXISTS)? ?\\( ?" + STRING_TYPE + " AS " + STRING_TYPE + " ?\\)",
                    found -> plain(found, true)),
            new Form("CREATE ACCESS METHOD NAME TYPE " + HANDLER, found -> plain(found, true)),
            // other access methods, and other functions of these, take PostgreSQL's word for their types
            new Form("CREATE OPERATOR FAMILY " + QUALIFIED + " USING (?:btree|hash)", found -> plain(found, false)),
            new Form(
                    "CREATE OPERATOR CLASS " + QUALIFIED
                            + "(?: DEFAULT)? FOR TYPE [\\w .\"\\[\\]]+ USING (?:btree|hash)"
                            + "(?: FAMILY (?!pg_catalog\\b|\"pg_catalog\")NAME ?\\. ?NAME)? AS " + MEMBER + "(?: ?, ?"
                            + MEMBER + ")*",
                    found -> plain(found, false)),
            new Form(
                    "ALTER (?:FUNCTION|PROCEDURE|ROUTINE) " + QUALIFIED + " ?" + ARGUMENTS + " LEAKPROOF",
                    found -> plain(found, false)));

    boolean eventTrigger() {
        return statements.getFirst().regionMatches(true, 0, "CREATE EVENT TRIGGER", 0, 20);
    }

    private static Vetted plain(Matcher found, boolean catalogPath) {
        return new Vetted(List.of(found.group()), catalogPath, true, null, null);
    }

    private static Vetted owned(Matcher found, boolean power) {
        return new Vetted(List.of(found.group()), false, power, found.group("owner"), null);
    }

    /** The statement, when it has one of the forms. */
    static Optional<Vetted> of(String sql) {
        if (sql.length() > LONGEST) {
            return Optional.empty();
        }
        var text = plainText(sql);
        return FORMS.stream()
                .map(form -> {
                    var matcher = form.pattern().matcher(text);
                    return matcher.matches() ? form.vetted().apply(matcher) : null;
                })
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static final Pattern PIECES =
            Pattern.compile("(?s)'[^']*+'|\"[^\"]*+\"|((?:--[^\\n]*+|/\\*.*?\\*/|\\s++)++)");

    /** The text with one space for comments and white space. A piece that it takes wrongly makes it another text, which is judged as such. */
    static String plainText(String sql) {
        return PIECES.matcher(sql)
                .replaceAll(piece -> Matcher.quoteReplacement(piece.group(1) == null ? piece.group() : " "))
                .strip()
                .replaceFirst(" ?;$", "");
    }
}
