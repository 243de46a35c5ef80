package dev.seamwright.broker.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.contract.ContractService;
import dev.seamwright.broker.contract.ContractService.DocumentDraft;
import dev.seamwright.broker.contract.Evidence;
import dev.seamwright.broker.contract.OnConflict;
import dev.seamwright.broker.contract.OpenApiDocuments;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.deployment.DeploymentService;
import dev.seamwright.broker.environment.EnvironmentService;
import dev.seamwright.broker.participant.ParticipantDetails;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.verification.VerificationService;
import dev.seamwright.broker.version.VersionService;
import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.Method;
import dev.seamwright.contracts.ParticipantKind;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.contracts.VersionNumber;
import dev.seamwright.contracts.dbschema.DatabaseSchemaJson;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.contracts.pact.Pact;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A small shop. A storefront asks orders and payments, orders asks payments; orders and payments have a database each, and payments
 * reads that of orders as well. Production, in two regions, is one version behind staging. The next storefront wants a delivery date that
 * production's orders does not tell (a failing seam), the next payments has not been verified for orders (an unverified one), and a branch
 * of orders reads a column that production's database does not have. The database of payments does not keep its merchants apart.
 *
 * <p>Nothing of it was typed: pacts were written by Pact JVM, in this package's consumer tests. There, too, schemas were captured after
 * migrations, usages were recorded, their results are those of the replay, and the evidence of the OpenAPI documents is our probe's.
 */
public final class Demo {
    /**
     * Whether a version can be deployed.
     *
     * @param answer yes, no or unknown
     */
    public record Question(String participant, String version, String environment, String answer) {
        /** The command that asks it. */
        String command() {
            return "seamwright can-i-deploy --participant %s --version %s --to-environment %s"
                    .formatted(participant, version, environment);
        }
    }

    /** What to ask the example: questions for each answer. */
    public static final List<Question> QUESTIONS = List.of(
            new Question("storefront", "3.2.0", "staging", "yes"),
            new Question("storefront", "3.2.0", "production-eu", "no"),
            new Question("payments", "1.9.0", "production-eu", "unknown"),
            // for its queries
            new Question("orders", "2.6.0", "production-eu", "no"));

    /** The same for people. */
    public static String invitation() {
        var text = new StringBuilder("An example is loaded. Ask it:");
        QUESTIONS.forEach(question -> text.append("%n  %-96s (%s)".formatted(question.command(), question.answer())));
        return text.toString();
    }

    private static final ParticipantName STOREFRONT = new ParticipantName("storefront");
    private static final BranchName MAIN = new BranchName("main");
    private static final BranchName REFUNDS = new BranchName("feat/refunds");
    private static final BranchName CURRENCIES = new BranchName("feat/currencies");

    private static final String REPLAYED_BY = "{\"implementation\": \"Seamwright query replay\"}";

    // as Pact JVM reports it
    private static final String NO_DELIVERY_DATE = """
            {"tests": [{"testDescription": "an order by its number", "success": false, "mismatches": [
              {"attribute": "body", "identifier": "$", "description": "Actual map is missing the following keys: deliveryDate"}]}]}
            """;

    private final ParticipantService participants;
    private final VersionService versions;
    private final EnvironmentService environments;
    private final DeploymentService deployments;
    private final ContractService contracts;
    private final VerificationService verifications;

    public Demo(
            ParticipantService participants,
            VersionService versions,
            EnvironmentService environments,
            DeploymentService deployments,
            ContractService contracts,
            VerificationService verifications) {
        this.participants = participants;
        this.versions = versions;
        this.environments = environments;
        this.deployments = deployments;
        this.contracts = contracts;
        this.verifications = verifications;
    }

    /** What came of loading it. */
    public enum Outcome {
        LOADED,
        /** It was there. */
        PRESENT,
        /** The workspace holds something else, and stays as it is. */
        REFUSED
    }

    /** Loads all of it into a workspace without participants and environments; else nothing changes. */
    public Outcome load(Tx tx) {
        if (participants.count(tx, null, null) > 0 || !environments.all(tx).isEmpty()) {
            return participants.find(tx, STOREFRONT).isPresent() ? Outcome.PRESENT : Outcome.REFUSED;
        }
        tx.audit("example.load");
        new Story(tx).tell();
        return Outcome.LOADED;
    }

    private final class Story {
        private final Tx tx;

        Story(Tx tx) {
            this.tx = tx;
        }

        void tell() {
            environment("development", "Development", false);
            environment("staging", "Staging", false);
            environment("production-eu", "Production EU", true);
            environment("production-us", "Production US", true);
            participant("storefront", "Storefront", ParticipantKind.APPLICATION);
            participant("orders", "Orders", ParticipantKind.APPLICATION);
            participant("payments", "Payments", ParticipantKind.APPLICATION);
            participant("orders-db", "Orders database", ParticipantKind.DATABASE);
            participant("payments-db", "Payments database", ParticipantKind.DATABASE);

            version("orders-db", "17");
            version("payments-db", "9");
            version("payments", "1.8.0");
            var capture =
                    pacts("orders", "2.4.0", MAIN, "orders-2.4.0", "payments").getFirst();
            var shown = pacts("storefront", "3.1.0", MAIN, "storefront-3.1.0", "orders", "payments");
            verified(capture, "1.8.0", null);
            verified(shown.get(0), "2.4.0", null);
            verified(shown.get(1), "1.8.0", null);
            for (var environment : List.of("development", "staging", "production-eu", "production-us")) {
                deployed("orders-db", "17", environment);
                deployed("payments-db", "9", environment);
                deployed("payments", "1.8.0", environment);
                deployed("orders", "2.4.0", environment);
                deployed("storefront", "3.1.0", environment);
            }

            version("orders-db", "18");
            pacts("orders", "2.5.0", MAIN, "orders-2.4.0", "payments");
            var dated = pacts("storefront", "3.2.0", MAIN, "storefront-3.2.0", "orders", "payments");
            verified(shown.get(0), "2.5.0", null);
            verified(dated.get(0), "2.4.0", NO_DELIVERY_DATE);
            verified(dated.get(0), "2.5.0", null);
            for (var environment : List.of("development", "staging")) {
                deployed("orders-db", "18", environment);
                deployed("orders", "2.5.0", environment);
                deployed("storefront", "3.2.0", environment);
            }

            version("payments", "1.9.0");
            verified(dated.get(1), "1.9.0", null);
            deployed("payments", "1.9.0", "development");
            pacts("storefront", "3.3.0", REFUNDS, "storefront-3.3.0", "orders", "payments");
            pacts("orders", "2.6.0", CURRENCIES, "orders-2.4.0", "payments");
            verified(shown.get(0), "2.6.0", CURRENCIES, null);
            verified(dated.get(0), "2.6.0", CURRENCIES, null);

            openApi("orders", "2.4.0");
            openApi("orders", "2.5.0");
            databases();
        }

        /** Results are there before the schemas, so that the broker finds nothing left to replay. */
        private void databases() {
            for (var version : List.of("2.4.0", "2.5.0", "2.6.0")) {
                replayed(usage("orders", version, version, "orders-db"), "17", "18");
            }
            replayed(usage("payments", "1.8.0", "1.8.0", "orders-db"), "17", "18");
            replayed(usage("payments", "1.8.0", "1.8.0", "payments-db"), "9");
            usage("payments", "1.9.0", "1.8.0", "orders-db");
            usage("payments", "1.9.0", "1.8.0", "payments-db");
            schema("orders-db", "17");
            schema("orders-db", "18");
            schema("payments-db", "9");
        }

        private void environment(String name, String displayName, boolean production) {
            environments.create(
                    tx,
                    new EnvironmentService.Details(
                            new EnvironmentName(name), displayName, production, JsonNodeFactory.instance.arrayNode()));
        }

        private void participant(String name, String displayName, ParticipantKind kind) {
            var details = new ParticipantDetails(displayName, null, null, null, MAIN);
            participants.setKind(tx, participants.create(tx, new ParticipantName(name), details), kind);
        }

        private void version(String participant, String number) {
            var owner = participants.get(tx, new ParticipantName(participant));
            versions.addToBranch(tx, owner, versions.ensure(tx, owner, new VersionNumber(number), null), MAIN);
        }

        private List<VerificationService.Subject> pacts(
                String consumer, String version, BranchName branch, String directory, String... providers) {
            var drafts = List.of(providers).stream()
                    .map(provider -> new ContractService.PactDraft(
                            new ParticipantName(provider),
                            Pact.parse(resource("pacts/%s/%s-%s.json".formatted(directory, consumer, provider))),
                            OnConflict.OVERWRITE))
                    .toList();
            var name = new ParticipantName(consumer);
            var published = contracts.publish(
                    tx,
                    new ContractService.Publish(
                            name, new VersionNumber(version), branch, List.of(), null, drafts, List.of()),
                    "");
            return published.results().stream()
                    .map(result -> new VerificationService.Subject(
                            name, result.provider().name(), result.sha()))
                    .toList();
        }

        private void openApi(String provider, String version) {
            var name = "openapi/%s-%s".formatted(provider, version);
            var evidence = new Evidence(
                    true,
                    "Seamwright conformance",
                    null,
                    new Evidence.Results(resource(name + "-evidence.json"), "application/json", null));
            var text = new String(resource(name + ".yaml"), StandardCharsets.UTF_8);
            document(provider, version, OpenApiDocuments.read(text, evidence, ""));
        }

        private void schema(String database, String version) {
            try (var in = new ByteArrayInputStream(resource("databases/%s-%s.json".formatted(database, version)))) {
                document(database, version, DocumentDraft.of(DatabaseSchemaJson.read(in)));
            } catch (IOException impossible) {
                throw new UncheckedIOException("reading from memory cannot fail", impossible);
            }
        }

        /** How a version uses a database, and the name of what was recorded of it. */
        private record Usage(String recording, Sha256 sha256, ParticipantName database) {}

        /** @param since the version from which on its queries are these */
        private Usage usage(String consumer, String version, String since, String database) {
            var recording = "databases/%s-%s-%s".formatted(consumer, since, database);
            var provider = new ParticipantName(database);
            var document = (ObjectNode) Json.parse(resource(recording + ".json"));
            document(consumer, version, DocumentDraft.usage(provider, document));
            var owner = participants.get(tx, new ParticipantName(consumer));
            var published = contracts.ofVersion(tx, versions.get(tx, owner, new VersionNumber(version))).stream()
                    .filter(contract -> contract.kind() == ContractKind.DB_USAGE
                            && contract.provider().equals(provider))
                    .findFirst()
                    .orElseThrow();
            return new Usage(recording, published.sha256(), provider);
        }

        private void document(String publisher, String version, DocumentDraft draft) {
            contracts.publish(
                    tx,
                    new ContractService.Publish(
                            new ParticipantName(publisher),
                            new VersionNumber(version),
                            null,
                            List.of(),
                            null,
                            List.of(),
                            List.of(draft)),
                    "");
        }

        private void replayed(Usage usage, String... versions) {
            for (var version : versions) {
                var results = Json.parse(resource("%s-on-%s.json".formatted(usage.recording(), version)));
                var report = new VerificationService.Report(
                        new VersionNumber(version),
                        Method.QUERY_REPLAY,
                        results.path("statements").isEmpty(),
                        false,
                        false,
                        null,
                        REPLAYED_BY,
                        results.toString());
                verifications.record(tx, ContractKind.DB_USAGE, usage.sha256(), usage.database(), report, "");
            }
        }

        /** @param failure the results of a failure; null: it was a success */
        private void verified(VerificationService.Subject pact, String version, @Nullable String failure) {
            verified(pact, version, MAIN, failure);
        }

        private void verified(
                VerificationService.Subject pact, String version, BranchName branch, @Nullable String failure) {
            var provider = participants.get(tx, pact.provider());
            var report = new VerificationService.Report(
                    new VersionNumber(version), Method.REPLAY, failure == null, false, false, null, null, failure);
            verifications.record(tx, pact, report, List.of(), "");
            versions.addToBranch(tx, provider, versions.ensure(tx, provider, report.providerVersion(), null), branch);
        }

        private void deployed(String participant, String version, String environment) {
            var owner = participants.get(tx, new ParticipantName(participant));
            deployments.record(
                    tx,
                    owner,
                    versions.get(tx, owner, new VersionNumber(version)),
                    environments.get(tx, new EnvironmentName(environment)),
                    DeploymentService.NO_INSTANCE);
        }
    }

    private static byte[] resource(String path) {
        try (var stream = Demo.class.getResourceAsStream("/demo/" + path)) {
            if (stream == null) {
                throw new IllegalStateException("the build lacks " + path);
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
