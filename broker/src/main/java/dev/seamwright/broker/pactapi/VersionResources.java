package dev.seamwright.broker.pactapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.environment.Environment;
import dev.seamwright.broker.http.Hal;
import dev.seamwright.broker.http.Links;
import dev.seamwright.broker.version.Branch;
import dev.seamwright.broker.version.Tag;
import dev.seamwright.broker.version.VersionDescription;
import dev.seamwright.broker.version.VersionDescription.InEnvironment;
import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/** Versions, their tags and branches as the Pact API shows them. */
final class VersionResources {
    private VersionResources() {}

    static String href(Links links, ParticipantName participant, VersionNumber number) {
        return links.to("pacticipants", participant, "versions", number);
    }

    private static String branchHref(Links links, ParticipantName participant, BranchName branch) {
        return links.to("pacticipants", participant, "branches", branch);
    }

    /** The number and the link alone. */
    static ObjectNode brief(Links links, ParticipantName participant, VersionNumber number) {
        return new Hal()
                .put("number", number.value())
                .link("self", href(links, participant, number), "Version", number.value())
                .build();
    }

    /** A version in a list. */
    static ObjectNode listed(Links links, VersionDescription version) {
        return described(links, version).curies(links).build();
    }

    /**
     * A version by itself, with what can be done with it.
     *
     * @param environments all of the workspace: to each belongs a link by which to record a deployment and a release
     * @param providers those that it published pacts for
     */
    static ObjectNode full(
            Links links, VersionDescription version, List<Environment> environments, List<ParticipantName> providers) {
        var href = href(links, version.participant(), version.number());
        var pacts = Hal.array();
        providers.forEach(provider -> pacts.add(Hal.link(links.to(
                        "pacts", "provider", provider, "consumer", version.participant(), "version", version.number()))
                .put("title", "Pact")
                .put("name", "Pact between %s and %s".formatted(version.participant(), provider))));
        return described(links, version)
                .link("pb:pact-versions", pacts)
                .link(
                        "pb:record-deployment",
                        record(href + "/deployed-versions/environment/", environments, "Record deployment to "))
                .link(
                        "pb:record-release",
                        record(href + "/released-versions/environment/", environments, "Record release to "))
                .curies(links)
                .build();
    }

    private static Hal described(Links links, VersionDescription version) {
        var participant = version.participant();
        var href = href(links, participant, version.number());
        var branches = Hal.array();
        for (var branch : version.branches()) {
            branches.add(new Hal()
                    .put("name", branch.name().value())
                    .put("latest", branch.head())
                    .link(
                            "self",
                            branchHref(links, participant, branch.name()),
                            "Branch",
                            branch.name().value())
                    .build());
        }
        var branchVersions = Hal.array();
        for (var branch : version.branches()) {
            branchVersions.add(new Hal()
                    .put("name", branch.name().value())
                    .put("latest", branch.head())
                    .link(
                            "self",
                            branchVersionHref(links, participant, branch.name(), version.number()),
                            "Branch version",
                            branch.name().value())
                    .build());
        }
        var tags = Hal.array();
        for (var tag : version.tags()) {
            tags.add(new Hal()
                    .put("name", tag.name().value())
                    .link(
                            "self",
                            links.to("pacticipants", participant, "versions", version.number(), "tags", tag.name()),
                            "Tag",
                            tag.name().value())
                    .build());
        }
        return new Hal()
                .put("number", version.number().value())
                .putIfPresent("buildUrl", version.buildUrl())
                .times(version.createdAt(), version.updatedAt())
                .embed("branches", branches)
                .embed("branchVersions", branchVersions)
                .embed("tags", tags)
                .link("self", href, "Version", version.number().value())
                .link(
                        "pb:pacticipant",
                        PacticipantResources.href(links, participant),
                        "Pacticipant",
                        participant.value())
                .templated("pb:tag", href + "/tags/{tag}", "A tag of this version")
                .link(
                        "pb:latest-verification-results-where-pacticipant-is-consumer",
                        links.to(
                                "verification-results", "consumer", participant, "version", version.number(), "latest"),
                        "Latest verification results of this version's pacts")
                .link(
                        "pb:deployed-environments",
                        environments(links, version, InEnvironment::deployed, "currently_deployed"))
                .link(
                        "pb:released-environments",
                        environments(links, version, InEnvironment::released, "currently_supported"));
    }

    private static ArrayNode record(String prefix, List<Environment> environments, String title) {
        var array = Hal.array();
        environments.forEach(environment -> array.add(Hal.link(prefix + environment.id())
                .put("title", title + environment.displayName())
                .put("name", environment.name().value())));
        return array;
    }

    private static ArrayNode environments(
            Links links, VersionDescription version, Predicate<InEnvironment> shown, String flag) {
        var array = Hal.array();
        version.environments().stream()
                .filter(shown)
                .forEach(in -> array.add(Hal.link(EnvironmentResources.href(links, in.id()))
                        .put("title", in.displayName())
                        .put("name", in.name().value())
                        .put(flag, true)));
        return array;
    }

    static ObjectNode tag(Links links, ParticipantName participant, VersionNumber number, Tag tag) {
        return new Hal()
                .put("name", tag.name().value())
                .times(tag.createdAt(), tag.updatedAt())
                .link(
                        "self",
                        links.to("pacticipants", participant, "versions", number, "tags", tag.name()),
                        "Tag",
                        tag.name().value())
                .link("version", href(links, participant, number), "Version", number.value())
                .link("pb:version", href(links, participant, number), "Version", number.value())
                .link("pacticipant", PacticipantResources.href(links, participant), "Pacticipant", participant.value())
                .link(
                        "pb:pacticipant",
                        PacticipantResources.href(links, participant),
                        "Pacticipant",
                        participant.value())
                .curies(links)
                .build();
    }

    static ObjectNode branch(Links links, ParticipantName participant, Branch branch) {
        var href = branchHref(links, participant, branch.name());
        return new Hal()
                .put("name", branch.name().value())
                .times(branch.createdAt(), branch.updatedAt())
                .link("self", href, "Branch", branch.name().value())
                .link(
                        "pb:pacticipant",
                        PacticipantResources.href(links, participant),
                        "Pacticipant",
                        participant.value())
                .link("pb:latest-version", href + "/latest-version", "Latest version on the branch")
                .link("pb:versions", href + "/versions", "Versions on the branch")
                .curies(links)
                .build();
    }

    private static String branchVersionHref(
            Links links, ParticipantName participant, BranchName branch, VersionNumber number) {
        return links.to("pacticipants", participant, "branches", branch, "versions", number);
    }

    /** A version's place on a branch. */
    static ObjectNode branchVersion(
            Links links, ParticipantName participant, BranchName branch, VersionNumber number, Instant added) {
        return new Hal()
                .put("name", branch.value())
                .times(added, added)
                .link("self", branchVersionHref(links, participant, branch, number), "Branch version")
                .link("pb:branch", branchHref(links, participant, branch), "Branch", branch.value())
                .link("pb:version", href(links, participant, number), "Version", number.value())
                .link(
                        "pb:pacticipant",
                        PacticipantResources.href(links, participant),
                        "Pacticipant",
                        participant.value())
                .curies(links)
                .build();
    }
}
