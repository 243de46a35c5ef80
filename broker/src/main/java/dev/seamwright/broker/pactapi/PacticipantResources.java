package dev.seamwright.broker.pactapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.environment.Environment;
import dev.seamwright.broker.http.Hal;
import dev.seamwright.broker.http.Links;
import dev.seamwright.broker.participant.Label;
import dev.seamwright.broker.participant.Participant;
import dev.seamwright.broker.version.Version;
import dev.seamwright.contracts.ParticipantName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Participants as the Pact API shows them; it calls them pacticipants. */
final class PacticipantResources {
    private PacticipantResources() {}

    static String href(Links links, ParticipantName name) {
        return links.to("pacticipants", name);
    }

    /** The name and the link alone. */
    static ObjectNode brief(Links links, ParticipantName name) {
        return new Hal()
                .put("name", name.value())
                .link("self", href(links, name), "Pacticipant", name.value())
                .build();
    }

    /**
     * All there is to say.
     *
     * @param latest null: it has no version
     * @param environments those that run some version of it
     */
    static ObjectNode full(
            Links links,
            Participant participant,
            @Nullable Version latest,
            List<Label> labels,
            List<Environment> environments) {
        var name = participant.name();
        var href = href(links, name);
        var hal = new Hal()
                .put("name", name.value())
                .put("displayName", participant.title())
                .putIfPresent("repositoryUrl", participant.repositoryUrl())
                .putIfPresent("repositoryName", participant.repositoryName())
                .putIfPresent("repositoryNamespace", participant.repositoryNamespace())
                .times(participant.createdAt(), participant.updatedAt());
        var mainBranch = participant.mainBranch();
        if (mainBranch != null) {
            hal.put("mainBranch", mainBranch.value());
        }
        if (latest != null) {
            var version = VersionResources.brief(links, name, latest.number());
            hal.embed("latestVersion", version).embed("latest-version", version);
        }
        return hal.embed("labels", labels(links, name, labels))
                .link("self", href, "Pacticipant", name.value())
                .link("pb:versions", href + "/versions", "Versions of " + name.value())
                .link("versions", href + "/versions", "Deprecated: use pb:versions")
                .link("pb:branches", href + "/branches", "Branches of " + name.value())
                .link("pb:deployed-environments", environments(links, environments))
                .templated("pb:version", href + "/versions/{version}", "A version")
                .templated("pb:version-tag", href + "/versions/{version}/tags/{tag}", "A tag of a version")
                .templated("pb:branch-version", href + "/branches/{branch}/versions/{version}", "A version on a branch")
                .templated("pb:label", href + "/labels/{label}", "A label")
                .templated(
                        "pb:can-i-deploy-badge",
                        href + "/latest-version/{tag}/can-i-deploy/to/{environmentTag}/badge",
                        "Badge: may the latest version with a tag go where another tag is?")
                .templated(
                        "pb:can-i-deploy-branch-to-environment-badge",
                        href + "/branches/{branch}/latest-version/can-i-deploy/to-environment/{environment}/badge",
                        "Badge: may the head of a branch go to an environment?")
                .curies(links)
                .build();
    }

    private static ArrayNode environments(Links links, List<Environment> environments) {
        var array = Hal.array();
        environments.forEach(environment -> array.add(Hal.link(EnvironmentResources.href(links, environment.id()))
                .put("title", environment.displayName())
                .put("name", environment.name().value())));
        return array;
    }

    private static ArrayNode labels(Links links, ParticipantName name, List<Label> labels) {
        var array = Hal.array();
        labels.forEach(label -> array.add(label(links, name, label)));
        return array;
    }

    static ObjectNode label(Links links, ParticipantName name, Label label) {
        return new Hal()
                .put("name", label.name().value())
                .times(label.createdAt(), label.createdAt())
                .link(
                        "self",
                        links.to("pacticipants", name, "labels", label.name()),
                        "Label",
                        label.name().value())
                .link("pb:pacticipant", href(links, name), "Pacticipant", name.value())
                .build();
    }
}
