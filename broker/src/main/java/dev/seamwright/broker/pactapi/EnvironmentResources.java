package dev.seamwright.broker.pactapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.deployment.Deployment;
import dev.seamwright.broker.environment.Environment;
import dev.seamwright.broker.http.Hal;
import dev.seamwright.broker.http.Links;
import dev.seamwright.broker.release.Release;
import java.util.UUID;

/** Environments, and what is deployed and released in them, as the Pact API shows them. */
final class EnvironmentResources {
    private EnvironmentResources() {}

    static String href(Links links, UUID environment) {
        return links.to("environments", environment);
    }

    static ObjectNode full(Links links, Environment environment) {
        var href = href(links, environment.id());
        return described(environment)
                .put("contacts", environment.contacts())
                .times(environment.createdAt(), environment.updatedAt())
                .link("self", href, "Environment", environment.name().value())
                .link(
                        "pb:currently-deployed-deployed-versions",
                        href + "/deployed-versions/currently-deployed",
                        "Versions deployed to " + environment.displayName())
                .link(
                        "pb:currently-supported-released-versions",
                        href + "/released-versions/currently-supported",
                        "Versions released and supported in " + environment.displayName())
                .link("pb:environments", links.to("environments"), "Environments")
                .curies(links)
                .build();
    }

    private static ObjectNode brief(Links links, Environment environment) {
        return described(environment)
                .times(environment.createdAt(), environment.updatedAt())
                .link(
                        "self",
                        href(links, environment.id()),
                        "Environment",
                        environment.name().value())
                .build();
    }

    private static Hal described(Environment environment) {
        return new Hal()
                .put("uuid", environment.id().toString())
                .put("name", environment.name().value())
                .put("displayName", environment.displayName())
                .put("production", environment.production());
    }

    static ObjectNode deployment(Links links, Deployment deployment, Environment environment) {
        var hal = new Hal().put("uuid", deployment.id().toString()).put("currentlyDeployed", deployment.isCurrent());
        if (!deployment.applicationInstance().isEmpty()) {
            hal.put("applicationInstance", deployment.applicationInstance())
                    .put("target", deployment.applicationInstance());
        }
        hal.times(deployment.createdAt(), deployment.updatedAt());
        var ended = deployment.endedAt();
        if (ended != null) {
            hal.put("undeployedAt", Hal.time(ended));
        }
        return hal.embed("pacticipant", PacticipantResources.brief(links, deployment.participant()))
                .embed("version", VersionResources.brief(links, deployment.participant(), deployment.version()))
                .embed("environment", brief(links, environment))
                .link("self", links.to("deployed-versions", deployment.id()), "Deployed version")
                .link(
                        "pb:pacticipant",
                        PacticipantResources.href(links, deployment.participant()),
                        "Pacticipant",
                        deployment.participant().value())
                .link(
                        "pb:version",
                        VersionResources.href(links, deployment.participant(), deployment.version()),
                        "Version",
                        deployment.version().value())
                .link(
                        "pb:environment",
                        href(links, environment.id()),
                        "Environment",
                        environment.name().value())
                .curies(links)
                .build();
    }

    static ObjectNode release(Links links, Release release, Environment environment) {
        var hal = new Hal()
                .put("uuid", release.id().toString())
                .put("currentlySupported", release.isSupported())
                .times(release.createdAt(), release.updatedAt());
        var ended = release.supportEndedAt();
        if (ended != null) {
            hal.put("supportEndedAt", Hal.time(ended));
        }
        return hal.embed("pacticipant", PacticipantResources.brief(links, release.participant()))
                .embed("version", VersionResources.brief(links, release.participant(), release.version()))
                .embed("environment", brief(links, environment))
                .link("self", links.to("released-versions", release.id()), "Released version")
                .link(
                        "pb:pacticipant",
                        PacticipantResources.href(links, release.participant()),
                        "Pacticipant",
                        release.participant().value())
                .link(
                        "pb:version",
                        VersionResources.href(links, release.participant(), release.version()),
                        "Version",
                        release.version().value())
                .link(
                        "pb:environment",
                        href(links, environment.id()),
                        "Environment",
                        environment.name().value())
                .curies(links)
                .build();
    }
}
