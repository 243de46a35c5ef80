package dev.seamwright.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.cli.database.LiveSchema;
import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbusage.DatabaseUsageJson;
import dev.seamwright.contracts.dbusage.Identity;
import dev.seamwright.contracts.dbusage.Identity.Tenant;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.postgres.load.SchemaLoader;
import dev.seamwright.schemadiff.postgres.rls.Review;
import dev.seamwright.schemadiff.postgres.rls.ReviewedRoles;
import dev.seamwright.schemadiff.postgres.rls.ReviewedSchema;
import dev.seamwright.schemadiff.postgres.rls.RlsJson;
import dev.seamwright.schemadiff.postgres.rls.RlsReport;
import dev.seamwright.schemadiff.postgres.rls.RlsReview;
import dev.seamwright.schemadiff.postgres.rls.RlsReview.Question;
import dev.seamwright.schemadiff.postgres.rls.SessionSetup;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The commands that review a database by themselves. */
@Command(
        name = "review",
        header = "Review what a database lets happen.",
        description = "",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n")
final class ReviewCommand extends Group {
    static CommandLine commandLine(Surroundings surroundings) {
        return of(new ReviewCommand(), new Rls(surroundings));
    }

    @Command(
            name = "rls",
            header = "Find out whether tenants that share tables get at one another's rows.",
            description = {
                "",
                "The schema is made again in a PostgreSQL that is started for it, with rows of two tenants; no row of a live "
                        + "database is read. Then the application's login tries, as one tenant, all that it may: whatever it is "
                        + "answered must be the same whether the rows of the other are there or not. The answer is LEAK, with "
                        + "a script for psql that shows it, NO WITNESS, with what was tried, or UNKNOWN, with the reason.",
                ""
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  seamwright review rls --migrations db/migration --role shop_app --tenant-setting app.tenant",
                "  seamwright review rls --database-url jdbc:postgresql://db/shop --usage usage.json --script leaks",
                "  seamwright review rls --schema schema.json --roles roles.sql --role shop_app --session \"SET app.tenant = 'A'\"",
                "  seamwright review rls --schema schema.json --migration V8__share.sql --role shop_app --tenant-setting app.tenant",
                "",
                "Exit codes: 0 no witness, 1 a leak, or a finding at the level of --fail-on; of a change, only what",
                "appears with it counts; 2 unknown, 3 could not find out, 4 wrong usage, or SQL that PostgreSQL refuses."
            })
    static final class Rls extends BrokerCommand {
        @Mixin
        private SchemaOptions source = new SchemaOptions();

        @Option(
                names = "--schema",
                paramLabel = "FILE",
                description = "A db-schema document, as 'schema capture' writes it.")
        private @Nullable String file;

        @ArgGroup(exclusive = false)
        private @Nullable PublishedSchema published;

        @Option(
                names = "--before",
                arity = "1..*",
                paramLabel = "FILE|DIR",
                description =
                        "The schema before a change, to tell what the change opens: SQL, or a db-schema document.")
        private List<Path> before = new ArrayList<>();

        @Option(
                names = "--migration",
                arity = "1..*",
                paramLabel = "FILE|DIR",
                description = "A change of the schema: migrations that are made on top of it. What they open is told.")
        private List<Path> migration = new ArrayList<>();

        @Option(
                names = "--roles",
                paramLabel = "FILE",
                description =
                        "SQL that makes the roles: CREATE ROLE, GRANT role TO role, ALTER ROLE … SET. Default: those of "
                                + "the live database or of the migrations.")
        private @Nullable Path roles;

        @Option(
                names = "--usage",
                arity = "1..*",
                paramLabel = "FILE",
                description = "db-usage documents of consumers: as whom each comes to the database.")
        private List<Path> usages = new ArrayList<>();

        @Mixin
        private IdentityOptions identity = new IdentityOptions();

        @Option(
                names = "--tenant",
                paramLabel = "VALUE",
                description = "The value of --tenant-setting for a tenant. Default: one that fits the tenants' column.")
        private @Nullable String tenant;

        @Option(
                names = "--session",
                paramLabel = "SQL",
                description = "Statements that make a session one of a tenant, where a setting alone does not.")
        private @Nullable String session;

        @Option(
                names = "--script",
                paramLabel = "DIR",
                description = "Write the script of each finding into the directory, to be run with psql.")
        private @Nullable Path scripts;

        @Option(
                names = "--fail-on",
                paramLabel = "LEVEL",
                defaultValue = "breaking",
                description = "Exit with 1 from this level on: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
        private LintCommand.FailOn failOn = LintCommand.FailOn.BREAKING;

        @Mixin
        private FindingsOutput output = new FindingsOutput();

        Rls(Surroundings surroundings) {
            super(surroundings);
        }

        /** As whom somebody comes. */
        private record Consumer(String name, Identity identity) {
            String login() {
                var role = identity.role();
                if (role == null) {
                    throw new UsageFailure("%s: say with --role as which login the application comes.".formatted(name));
                }
                return role;
            }
        }

        /** What is known of the database: its schema, and its roles when a server has told them. */
        private record Subject(
                ReviewedSchema schema, @Nullable DatabaseSchema live) {}

        /** An answer for one consumer. */
        private record Answer(Consumer consumer, Review review) {}

        @Override
        ExitCode run(BrokerClient client) {
            var consumers = consumers();
            var subject = subject(client);
            var old = before.isEmpty() ? null : given(before, client);
            if (old != null && !migration.isEmpty()) {
                throw new UsageFailure("Give one of --before and --migration.");
            }
            var answers = new ArrayList<Answer>();
            try (var shadow = LocalShadow.of(surroundings(), LocalShadow.PATIENT)) {
                var engine = new RlsReview(shadow);
                for (var consumer : consumers) {
                    answers.add(new Answer(consumer, review(engine, consumer, subject, old)));
                }
            }
            answers.forEach(this::writeScripts);
            print(answers);
            return exitCode(answers);
        }

        private Review review(RlsReview engine, Consumer consumer, Subject subject, @Nullable ReviewedSchema old) {
            var question = new Question(
                    rolesFor(consumer, subject),
                    subject.schema(),
                    consumer.login(),
                    setup(consumer),
                    consumer.identity().pool());
            if (old != null) {
                return engine.compare(old, question);
            }
            if (migration.isEmpty()) {
                return engine.review(question);
            }
            var change = steps(migration);
            return engine.compare(
                    subject.schema(),
                    new Question(
                            question.roles(),
                            new ReviewedSchema.Migrated(subject.schema(), change),
                            question.role(),
                            question.session(),
                            question.pool()));
        }

        private List<Consumer> consumers() {
            var consumers = new ArrayList<Consumer>();
            for (var path : usages) {
                var file = SqlFiles.read(surroundings().directory().resolve(path), path.toString());
                try {
                    var usage = DatabaseUsageJson.parse(file.text().getBytes(StandardCharsets.UTF_8));
                    consumers.add(new Consumer(file.name(), usage.identity()));
                } catch (InvalidInput wrong) {
                    throw new UsageFailure("%s: %s".formatted(file.name(), wrong.getMessage()));
                }
            }
            var flags = identity.identity();
            if (consumers.isEmpty() || flags.role() != null) {
                consumers.add(new Consumer("The command line", flags));
            }
            consumers.forEach(Consumer::login);
            return consumers;
        }

        private SessionSetup setup(Consumer consumer) {
            var path = consumer.identity().searchPath().stream()
                    .map(schema -> '"' + schema.replace("\"", "\"\"") + '"')
                    .collect(Collectors.joining(", "));
            var first = path.isEmpty() ? List.<String>of() : List.of("SET search_path = " + path);
            if (session != null) {
                return new SessionSetup.Statements(
                        Script.parse("session", String.join(";\n", first) + (first.isEmpty() ? "" : ";\n") + session));
            }
            return switch (consumer.identity().tenant()) {
                case Tenant.Setting(var name, var scope) -> new SessionSetup.BySetting(name, scope, tenant, first);
                case Tenant.None _, Tenant.RolePerTenant _ ->
                    new SessionSetup.Statements(Script.parse("session", String.join(";\n", first)));
            };
        }

        private Subject subject(BrokerClient client) {
            var kinds = (source.isGiven() ? 1 : 0) + (file == null ? 0 : 1) + (published == null ? 0 : 1);
            if (kinds != 1) {
                throw new UsageFailure("Give one of --migrations, --database-url, --schema and --participant.");
            }
            if (!source.migrations().isEmpty()) {
                return new Subject(steps(source.migrations()), null);
            }
            if (source.isGiven()) {
                var live = source.capture(surroundings());
                return new Subject(new ReviewedSchema.Facts(live), live);
            }
            var recorded = new RecordedSchemas(surroundings(), client);
            return new Subject(new ReviewedSchema.Facts(recorded(recorded)), null);
        }

        private DatabaseSchema recorded(RecordedSchemas recorded) {
            if (published == null) {
                return recorded.ofFile(Objects.requireNonNull(file));
            }
            var participant = published.participant();
            return published
                    .of(recorded)
                    .orElseThrow(() -> new UsageFailure("No schema is recorded for %s there.".formatted(participant)));
        }

        private ReviewedSchema given(List<Path> paths, BrokerClient client) {
            return paths.size() == 1 && paths.getFirst().toString().endsWith(".json")
                    ? new ReviewedSchema.Facts(new RecordedSchemas(surroundings(), client)
                            .ofFile(paths.getFirst().toString()))
                    : steps(paths);
        }

        private ReviewedSchema.Steps steps(List<Path> paths) {
            var read = MigrationFiles.read(surroundings().directory(), paths);
            read.notes().forEach(note -> note(note.toString()));
            return new ReviewedSchema.Steps(read.steps());
        }

        private ReviewedRoles rolesFor(Consumer consumer, Subject subject) {
            if (roles != null) {
                var read = SqlFiles.read(surroundings().directory().resolve(roles), roles.toString());
                return new ReviewedRoles.Made(Script.parse("roles", read.text()));
            }
            if (subject.live() != null) {
                return new ReviewedRoles.Read(LiveSchema.roles(
                        source.connector(surroundings()), consumer.login(), SchemaLoader.roles(subject.live())));
            }
            return new ReviewedRoles.Made(new Script("roles", List.of()));
        }

        private void writeScripts(Answer answer) {
            if (scripts == null) {
                return;
            }
            var directory = surroundings().directory().resolve(scripts);
            try {
                Files.createDirectories(directory);
                for (var item : answer.review().findings()) {
                    var finding = item.finding();
                    if (!finding.witness().isEmpty()) {
                        var name = "%s-%s-%s.sql"
                                .formatted(
                                        answer.consumer().login(),
                                        finding.rule().id(),
                                        finding.subject())
                                .replaceAll("[^\\w.-]+", "_");
                        var lines = new ArrayList<String>();
                        lines.add("-- " + finding.message().replaceAll("\\s+", " "));
                        lines.addAll(finding.witness());
                        Files.write(directory.resolve(name), lines);
                        note("Script: " + scripts.resolve(name));
                    }
                }
            } catch (IOException failure) {
                throw new UsageFailure("%s cannot be written: %s".formatted(scripts, FileFailure.reason(failure)));
            }
        }

        private void print(List<Answer> answers) {
            var findings = answers.stream()
                    .flatMap(answer -> RlsReport.reported(answer.review().findings()).stream())
                    .toList();
            output.print(
                    surroundings(),
                    new FindingsOutput.Answer(
                            "seamwright review rls",
                            findings,
                            () -> joined(answers, RlsReport::text),
                            () -> joined(answers, RlsReport::markdown),
                            () -> json(answers),
                            reported -> reported.finding().level().compareTo(failOn.level()) <= 0));
        }

        private static String joined(List<Answer> answers, BiFunction<Review, String, String> report) {
            return answers.stream()
                    .map(answer ->
                            report.apply(answer.review(), answer.consumer().login()))
                    .collect(Collectors.joining());
        }

        private static JsonNode json(List<Answer> answers) {
            var json = JsonNodeFactory.instance.objectNode();
            var reviews = json.put("verdict", verdict(answers).name().toLowerCase(Locale.ROOT))
                    .putArray("reviews");
            answers.forEach(answer ->
                    reviews.addObject().put("role", answer.consumer().login()).setAll(RlsJson.of(answer.review())));
            return json;
        }

        private static Review.Verdict verdict(List<Answer> answers) {
            var verdicts =
                    answers.stream().map(answer -> answer.review().verdict()).toList();
            return verdicts.contains(Review.Verdict.LEAK)
                    ? Review.Verdict.LEAK
                    : verdicts.contains(Review.Verdict.UNKNOWN) ? Review.Verdict.UNKNOWN : Review.Verdict.CLEAN;
        }

        private ExitCode exitCode(List<Answer> answers) {
            var counting = answers.stream()
                    .flatMap(answer -> counting(answer.review()).stream())
                    .toList();
            if (counting.stream().anyMatch(this::fails)) {
                return ExitCode.NO;
            }
            var isUnknown = answers.stream()
                    .anyMatch(answer -> answer.review().change() == null
                            ? answer.review().verdict() == Review.Verdict.UNKNOWN
                            : !answer.review().coverage().unknown().isEmpty());
            return isUnknown ? ExitCode.UNKNOWN : ExitCode.YES;
        }

        /** Of a change, what was there before is no reason against it. */
        private static List<Review.Item> counting(Review review) {
            var change = review.change();
            return change == null ? review.findings() : change.appeared();
        }

        private boolean fails(Review.Item item) {
            var level = item.finding().level();
            return level == Level.BREAKING ? item.proved() : level.compareTo(failOn.level()) <= 0;
        }
    }
}
