package dev.seamwright.cli;

import static dev.seamwright.cli.http.Answers.collection;
import static dev.seamwright.cli.http.Answers.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.cli.http.Query;
import dev.seamwright.cli.http.Urls;
import dev.seamwright.contracts.EnvironmentName;
import java.util.List;
import java.util.stream.Collectors;

/** The environments of a broker, by name; its interface asks for their ids. */
final class Environments {
    private final BrokerClient broker;

    Environments(BrokerClient broker) {
        this.broker = broker;
    }

    List<JsonNode> all() {
        return collection(broker.get("/environments"), "environments");
    }

    /** @throws UsageFailure when there is none of this name */
    JsonNode byName(String name) {
        var wanted = new EnvironmentName(name).value();
        var all = all();
        return all.stream()
                .filter(environment -> text(environment, "name").equals(wanted))
                .findFirst()
                .orElseThrow(() -> new UsageFailure(
                        "There is no environment '%s' at %s. %s".formatted(name, broker.url(), known(all))));
    }

    String uuid(String name) {
        return text(byName(name), "uuid");
    }

    private static String known(List<JsonNode> all) {
        return all.isEmpty()
                ? "There is none at all: seamwright environment create"
                : "There is: "
                        + all.stream()
                                .map(environment -> text(environment, "name"))
                                .collect(Collectors.joining(", "));
    }

    /** What of a participant is deployed there now. */
    List<JsonNode> deployed(String environment, String participant) {
        return collection(
                broker.get(Urls.path("environments", uuid(environment), "deployed-versions", "currently-deployed")
                        + new Query().add("pacticipant", participant)),
                "deployedVersions");
    }

    /** The supported releases of a version there. */
    List<JsonNode> supported(String environment, String participant, String version) {
        return collection(
                broker.get(Urls.path("environments", uuid(environment), "released-versions", "currently-supported")
                        + new Query().add("pacticipant", participant).add("version", version)),
                "releasedVersions");
    }
}
