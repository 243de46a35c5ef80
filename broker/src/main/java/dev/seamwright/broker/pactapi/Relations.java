package dev.seamwright.broker.pactapi;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The relations by which clients find their way: what the index links to, and what each relation means. */
final class Relations {
    /**
     * A link of the index.
     *
     * @param path after the base URL; a URI template (RFC 6570) when it has braces
     */
    record Entry(String path, String title) {}

    /** The index, by relation. */
    static final Map<String, Entry> INDEX = new LinkedHashMap<>();

    private static final Map<String, String> MEANINGS = new LinkedHashMap<>();

    private static final String PACT = "/pacts/provider/{provider}/consumer/{consumer}";
    private static final String PROVIDER = "/pacts/provider/{provider}";
    private static final String PACTICIPANT = "/pacticipants/{pacticipant}";

    static {
        index("pb:publish-pact", PACT + "/version/{consumerApplicationVersion}", "Publish a pact");
        index("pb:publish-contracts", "/contracts/publish", "Publish contracts");
        index("pb:latest-pact-versions", "/pacts/latest", "Latest pacts of all integrations");
        index("pb:tagged-pact-versions", PACT + "/tag/{tag}", "Pacts between two pacticipants with a tag");
        index("pb:branch-pact-versions", PACT + "/branch/{branch}", "Pacts between two pacticipants from a branch");
        index(
                "pb:latest-branch-pact-versions",
                PACT + "/branch/{branch}/latest/versions",
                "Latest pact between two pacticipants from a branch");
        index("pb:main-branch-pact-versions", PACT + "/branch/versions", "Pacts from the consumer's main branch");
        index(
                "pb:latest-main-branch-pact-versions",
                PACT + "/branch/latest/versions",
                "Latest pact from the consumer's main branch");
        index(
                "pb:provider-pacts-with-main-branch",
                PROVIDER + "/branch",
                "Pacts for a provider from its consumers' main branches");
        index("pb:provider-pacts-with-branch", PROVIDER + "/branch/{branch}", "Pacts for a provider from a branch");
        index(
                "pb:latest-provider-pacts-with-main-branch",
                PROVIDER + "/branch/latest",
                "Latest pacts for a provider from its consumers' main branches");
        index(
                "pb:latest-provider-pacts-with-branch",
                PROVIDER + "/branch/{branch}/latest",
                "Latest pacts for a provider from a branch");
        index("pb:pacticipants", "/pacticipants", "Pacticipants");
        index("pb:pacticipant", PACTICIPANT, "A pacticipant");
        index("pb:latest-provider-pacts", PROVIDER + "/latest", "Latest pacts for a provider");
        index(
                "pb:latest-provider-pacts-with-tag",
                PROVIDER + "/latest/{tag}",
                "Latest pacts for a provider with a tag");
        index("pb:provider-pacts-with-tag", PROVIDER + "/tag/{tag}", "Pacts for a provider with a tag");
        index("pb:provider-pacts", PROVIDER, "Pacts for a provider");
        index("pb:latest-version", PACTICIPANT + "/latest-version", "Latest version of a pacticipant");
        index("pb:latest-tagged-version", PACTICIPANT + "/latest-version/{tag}", "Latest version with a tag");
        index("pb:webhooks", "/webhooks", "Webhooks");
        index("pb:webhook", "/webhooks/{uuid}", "A webhook");
        index("pb:integrations", "/integrations", "Integrations");
        index("pb:pacticipant-version-tag", PACTICIPANT + "/versions/{version}/tags/{tag}", "A tag of a version");
        index("pb:pacticipant-branch", PACTICIPANT + "/branches/{branch}", "A branch of a pacticipant");
        index(
                "pb:pacticipant-branch-version",
                PACTICIPANT + "/branches/{branch}/versions/{version}",
                "A version on a branch");
        index("pb:pacticipant-version", PACTICIPANT + "/versions/{version}", "A version of a pacticipant");
        index("pb:metrics", "/metrics", "Counts of what is stored");
        index(
                "pb:can-i-deploy-pacticipant-version-to-tag",
                "/can-i-deploy?pacticipant={pacticipant}&version={version}&to={tag}",
                "May a version go where a tag is?");
        index(
                "pb:can-i-deploy-pacticipant-version-to-environment",
                "/can-i-deploy?pacticipant={pacticipant}&version={version}&environment={environment}",
                "May a version go to an environment?");
        index("pb:provider-pacts-for-verification", PROVIDER + "/for-verification", "Pacts for a provider to verify");
        index("beta:provider-pacts-for-verification", PROVIDER + "/for-verification", "Deprecated: use pb:");
        index(
                "pf:publish-provider-contract",
                "/provider-contracts/provider/{provider}/publish",
                "Publish an OpenAPI document of a provider");
        index("pb:environments", "/environments", "Environments");
        index("pb:environment", "/environments/{uuid}", "An environment");

        means(
                "publish-pact",
                "PUT one pact of a consumer's version here. Better: publish-contracts, which sends all at once.");
        means("publish-contracts", "POST all contracts of one version here, with its branch and tags.");
        means("latest-pact-versions", "The newest pact of every pair of consumer and provider.");
        means("tagged-pact-versions", "The pacts whose consumer versions have the tag; DELETE removes them.");
        means("branch-pact-versions", "The pacts that were published from the branch; DELETE removes them.");
        means("latest-branch-pact-versions", "The pact of the branch's head.");
        means("main-branch-pact-versions", "The pacts that were published from the consumer's main branch.");
        means("latest-main-branch-pact-versions", "The pact of the head of the consumer's main branch.");
        means("provider-pacts-with-main-branch", "The pacts for a provider from the main branch of each consumer.");
        means("provider-pacts-with-branch", "The pacts for a provider from the branch, of every consumer that has it.");
        means("latest-provider-pacts-with-main-branch", "For each consumer, the pact of its main branch's head.");
        means("latest-provider-pacts-with-branch", "For each consumer, the pact of the branch's head.");
        means("pacticipants", "All pacticipants. POST makes one; q searches their names; page and size cut the list.");
        means("pacticipant", "An application that consumes or provides, or both.");
        means("pacticipants-with-label", "The pacticipants that have the label.");
        means("latest-provider-pacts", "The newest pact of each consumer of the provider.");
        means("latest-provider-pacts-with-tag", "The newest pact with the tag, of each consumer of the provider.");
        means("provider-pacts-with-tag", "Every pact for the provider whose consumer version has the tag.");
        means("provider-pacts", "Every pact for the provider.");
        means("latest-version", "The newest version: of a pacticipant by creation, of a branch the one added last.");
        means("latest-tagged-version", "The newest version with the tag.");
        means("webhooks", "Requests that the broker sends when something happens. POST makes one.");
        means("webhook", "A request that the broker sends when something happens.");
        means("integrations", "The pairs of consumer and provider.");
        means(
                "pacticipant-version-tag",
                "A tag of a version. PUT adds it, and makes the pacticipant and the version if need be.");
        means("pacticipant-branch", "A branch of a pacticipant. DELETE removes the branch, not its versions.");
        means(
                "pacticipant-branch-version",
                "A version's place on a branch. PUT adds it, and makes all that is missing.");
        means("pacticipant-version", "A version of a pacticipant, with its branches, tags and environments.");
        means("metrics", "How much of everything is stored.");
        means(
                "can-i-deploy-pacticipant-version-to-tag",
                "Whether the version works with the latest versions that have the tag.");
        means(
                "can-i-deploy-pacticipant-version-to-environment",
                "Whether the version works with all that is in the environment.");
        means(
                "provider-pacts-for-verification",
                "POST selectors here; the answer is the pacts that the provider is to verify.");
        means(
                "publish-provider-contract",
                "POST an OpenAPI document of a provider's version here, with the results of the provider's own verification.");
        means("environments", "Where versions run. POST makes one.");
        means("environment", "A place where versions run, such as test or production.");
        means("version", "A version of a pacticipant.");
        means("versions", "The versions, the newest first.");
        means("branch", "A branch of a pacticipant.");
        means("branches", "The branches of a pacticipant, the newest first.");
        means("branch-version", "A version's place on a branch. PUT adds it.");
        means("tag", "A tag of the version. PUT adds it, DELETE takes it off.");
        means("version-tag", "A tag of a version. PUT adds it, DELETE takes it off.");
        means("label", "A label of the pacticipant. PUT adds it, DELETE takes it off.");
        means("pact-versions", "The pacts that the version published.");
        means(
                "record-deployment",
                "POST here when the version was deployed to the environment; it ends what ran there before.");
        means("record-release", "POST here when the version was released in the environment; others stay released.");
        means("deployed-environments", "The environments that run it now.");
        means("released-environments", "The environments in which the version is released and supported.");
        means("currently-deployed-deployed-versions", "What runs in the environment now.");
        means("currently-supported-released-versions", "What is released and supported in the environment now.");
        means(
                "latest-verification-results-where-pacticipant-is-consumer",
                "The newest result of each pact that the version published.");
        means("pacts", "The pacts for the provider, each with its consumer's name.");
        means("consumer", "The pacticipant that wrote the pact.");
        means("provider", "The pacticipant that the pact is written for.");
        means("all-pact-versions", "The pacts of all versions of the consumer; DELETE removes them.");
        means("dashboard", "The newest pact and those of branches and tags, and how each of them stands.");
        means("matrix", "Which versions of the two were verified with each other.");
        means("group", "All pacticipants that are connected with this one, as CSV for a graph.");
        means("can-i-deploy-badge", "An image: may the latest version with a tag go where another tag is?");
        means("can-i-deploy-branch-to-environment-badge", "An image: may the head of a branch go to an environment?");
    }

    private Relations() {}

    private static void index(String relation, String path, String title) {
        INDEX.put(relation, new Entry(path, title));
    }

    private static void means(String relation, String meaning) {
        MEANINGS.put(relation, meaning);
    }

    /** What a relation means, by its name without the prefix. */
    static Optional<String> meaning(String relation) {
        return Optional.ofNullable(MEANINGS.get(relation));
    }
}
