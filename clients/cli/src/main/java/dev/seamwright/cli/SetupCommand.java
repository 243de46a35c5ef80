package dev.seamwright.cli;

import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.cli.setup.Plan;
import dev.seamwright.cli.setup.PlanReport;
import dev.seamwright.cli.setup.SetupSchema;
import dev.seamwright.cli.setup.Setups;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The commands for a set-up that is kept in a file. */
@Command(
        name = "setup",
        header = "Keep participants, environments and webhooks in a file: plan, apply, drift, export.",
        description = "",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n")
final class SetupCommand extends Group {
    static CommandLine commandLine(Surroundings surroundings) {
        return of(
                new SetupCommand(),
                new ShowPlan(surroundings),
                new Apply(surroundings),
                new Drift(surroundings),
                new Export(surroundings),
                new Schema(surroundings));
    }

    /** The file, and how its plan is shown. */
    static final class FileOptions {
        /** The forms of a plan. */
        enum Format {
            TEXT,
            JSON;

            @Override
            public String toString() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        @Option(
                names = {"-f", "--file"},
                paramLabel = "FILE",
                defaultValue = "seamwright.yaml",
                description = "The set-up. Default: ${DEFAULT-VALUE}.")
        private String file = "seamwright.yaml";

        @Option(
                names = "--prune",
                description =
                        "Delete what was applied from the file before and is no longer in it, also where it does not say prune: true.")
        private boolean prune;

        @Option(
                names = {"-o", "--output"},
                paramLabel = "FORMAT",
                defaultValue = "text",
                description = "How to print the plan: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
        private Format format = Format.TEXT;

        private Setups.Planned plan(Surroundings surroundings, BrokerClient client, boolean looksUpSecrets) {
            return Setups.plan(surroundings, client, file, prune, looksUpSecrets);
        }

        private void print(Surroundings surroundings, Plan plan) {
            switch (format) {
                case TEXT -> surroundings.out().print(PlanReport.text(plan));
                case JSON -> surroundings.out().println(Output.pretty(PlanReport.json(plan)));
            }
        }
    }

    /** For who may not have the secrets: a pull request of somebody else's. */
    static final class SecretOptions {
        @Option(
                names = "--without-secrets",
                description = "Do not look secrets up: those that the broker has count as right.")
        private boolean withoutSecrets;
    }

    @Command(
            name = "plan",
            header = "Show what apply would do; nothing is changed.",
            description = "",
            footerHeading = "%nExamples:%n",
            footer = {
                "  seamwright setup plan",
                "  seamwright setup plan -f ops/seamwright.yaml --without-secrets -o json",
                "",
                "Exit codes: 0 planned, 3 could not ask the broker, 4 wrong usage, or a mistake in the file."
            })
    static final class ShowPlan extends BrokerCommand {
        @Mixin
        private FileOptions options = new FileOptions();

        @Mixin
        private SecretOptions secrets = new SecretOptions();

        ShowPlan(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        ExitCode run(BrokerClient client) {
            options.print(
                    surroundings(),
                    options.plan(surroundings(), client, !secrets.withoutSecrets)
                            .plan());
            return ExitCode.YES;
        }
    }

    @Command(
            name = "apply",
            header = "Make the broker have what the file says.",
            description = {
                "",
                "What the file does not say of a participant or an environment stays as it is, and so does whatever is not in the file. Applying "
                        + "again changes nothing. Secrets come from variables and files that the file names.",
                ""
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  seamwright setup apply",
                "  seamwright setup apply --prune --yes",
                "",
                "Exit codes: 0 done, 1 somebody changed something meanwhile, 3 could not finish, 4 wrong usage, or a mistake in the file."
            })
    static final class Apply extends BrokerCommand {
        @Mixin
        private FileOptions options = new FileOptions();

        @Option(names = "--dry-run", description = "Show the plan only.")
        private boolean dryRun;

        @Option(
                names = "--yes",
                description =
                        "Also delete participants that have versions, with their contracts, and environments that have deployments "
                                + "or releases.")
        private boolean yes;

        Apply(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        ExitCode run(BrokerClient client) {
            var planned = options.plan(surroundings(), client, true);
            var plan = planned.plan();
            options.print(surroundings(), plan);
            if (dryRun) {
                return ExitCode.YES;
            }
            var lost = plan.deletedWithHistory();
            if (!lost.isEmpty() && !yes) {
                throw new UsageFailure(
                        "Nothing was changed: contracts, deployments or releases would be deleted with %s. Say --yes if they are to be"
                                .formatted(String.join(", ", lost)));
            }
            planned.setups().apply(plan, options.format == FileOptions.Format.TEXT ? this::say : this::note);
            return ExitCode.YES;
        }
    }

    @Command(
            name = "drift",
            header = "Ask whether the broker still has what the file says.",
            description = "",
            footerHeading = "%nExample:%n",
            footer = {
                "  seamwright setup drift --without-secrets",
                "",
                "Exit codes: 0 it has, 1 it differs, 3 could not ask the broker, 4 wrong usage, or a mistake in the file."
            })
    static final class Drift extends BrokerCommand {
        @Mixin
        private FileOptions options = new FileOptions();

        @Mixin
        private SecretOptions secrets = new SecretOptions();

        Drift(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        ExitCode run(BrokerClient client) {
            var plan = options.plan(surroundings(), client, !secrets.withoutSecrets)
                    .plan();
            options.print(surroundings(), plan);
            return plan.hasChanges() ? ExitCode.NO : ExitCode.YES;
        }
    }

    @Command(
            name = "export",
            header = "Write what the broker has as a file.",
            description = {"", "Secrets are not in it: it says that they stay as they are.", ""},
            footerHeading = "%nExample:%n",
            footer = "  seamwright setup export -o seamwright.yaml")
    static final class Export extends BrokerCommand {
        @Mixin
        private DocumentOutput output = new DocumentOutput();

        @Option(names = "--name", paramLabel = "NAME", description = "The name of the set-up. Default: default.")
        private String name = "";

        Export(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        ExitCode run(BrokerClient client) {
            var text = Setups.export(surroundings(), client, name);
            output.write(
                    surroundings(), text.getBytes(StandardCharsets.UTF_8), "The set-up of %s.".formatted(client.url()));
            return ExitCode.YES;
        }
    }

    @Command(
            name = "schema",
            header = "Print the JSON Schema of the file, for editors.",
            description = "",
            footerHeading = "%nExample:%n",
            footer = "  seamwright setup schema -o seamwright.schema.json")
    static final class Schema implements Callable<Integer> {
        @Mixin
        private DocumentOutput output = new DocumentOutput();

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Show this help.")
        @SuppressWarnings("UnusedVariable") // picocli reads it
        private boolean help;

        private final Surroundings surroundings;

        Schema(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public Integer call() {
            output.write(surroundings, SetupSchema.document(), "The JSON Schema of seamwright.yaml.");
            return ExitCode.YES.code();
        }
    }
}
