package dev.seamwright.broker.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.matrix.Destination;
import dev.seamwright.broker.matrix.MatrixQuery.Ignore;
import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.TagName;
import dev.seamwright.contracts.VersionNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** What the questions of our API have in common. What is wrong is refused by its place. */
public final class VerdictQuestions {
    private VerdictQuestions() {}

    /** The member {@code target}. */
    public static Destination target(ObjectNode body) {
        if (!(body.get("target") instanceof ObjectNode target)) {
            throw new InvalidInput("/target", "Must be an object with a type.");
        }
        return switch (required(target, "type", "/target")) {
            case "environment" ->
                new Destination.Environment(new EnvironmentName(required(target, "environment", "/target")));
            case "branch" -> new Destination.Branch(new BranchName(required(target, "branch", "/target")));
            case "tag" -> new Destination.Tag(new TagName(required(target, "tag", "/target")));
            case "main-branch" -> new Destination.MainBranch();
            case "latest" -> new Destination.Latest();
            default ->
                throw new InvalidInput("/target/type", "Must be environment, branch, tag, main-branch or latest.");
        };
    }

    /** A participant, or one version of it, that does not count. */
    public static Ignore ignore(JsonNode item, String place) {
        return new Ignore(
                new ParticipantName(required(item, "participant", place)),
                item.hasNonNull("version") ? new VersionNumber(required(item, "version", place)) : null);
    }

    /** A member that must be a string that is not blank. */
    public static String required(JsonNode object, String member, String place) {
        var value = object.path(member);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw new InvalidInput(place + "/" + member, "Must be a string that is not blank.");
        }
        return value.textValue();
    }

    /** The items of a member that must be an array; none when it is absent or null. */
    public static <T> List<T> list(ObjectNode body, String member, int most, BiFunction<JsonNode, String, T> read) {
        if (!body.hasNonNull(member)) {
            return List.of();
        }
        if (!(body.get(member) instanceof ArrayNode array) || array.size() > most) {
            throw new InvalidInput("/" + member, "Must be an array of at most %d items.".formatted(most));
        }
        var items = new ArrayList<T>();
        for (var i = 0; i < array.size(); i++) {
            items.add(read.apply(array.get(i), "/%s/%d".formatted(member, i)));
        }
        return items;
    }
}
