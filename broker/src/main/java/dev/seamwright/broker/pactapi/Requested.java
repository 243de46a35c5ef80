package dev.seamwright.broker.pactapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.problem.BrokerException.NotFound;
import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.LabelName;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.TagName;
import dev.seamwright.contracts.VersionNumber;
import io.javalin.http.Context;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a request to the Pact API names, in its path and in its body. */
final class Requested {
    static final List<String> JSON = List.of("application/json");
    static final List<String> MERGE_PATCH = List.of("application/merge-patch+json");

    private static final int LONGEST_TEXT = 2048;

    private Requested() {}

    static ParticipantName participant(Context ctx) {
        return new ParticipantName(ctx.pathParam("participant"));
    }

    static VersionNumber version(Context ctx) {
        return new VersionNumber(ctx.pathParam("version"));
    }

    static BranchName branch(Context ctx) {
        return new BranchName(ctx.pathParam("branch"));
    }

    static TagName tag(Context ctx) {
        return new TagName(ctx.pathParam("tag"));
    }

    static LabelName label(Context ctx) {
        return new LabelName(ctx.pathParam("label"));
    }

    /** @throws NotFound when it is no uuid: then nothing has it */
    static UUID uuid(Context ctx, String parameter) {
        var text = ctx.pathParam(parameter);
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException malformed) {
            throw new NotFound("'%s' is not a uuid: follow the link that the broker gives.".formatted(text));
        }
    }

    /** A query parameter to search by; null when it is absent or blank. */
    static @Nullable String search(Context ctx, String name) {
        return Requests.filter(ctx, name, text -> oneLine(name, text));
    }

    /** A query parameter that is a name; null when it is absent or blank. */
    static <N> @Nullable N name(Context ctx, String parameter, Function<String, N> parse) {
        return Requests.filter(ctx, parameter, text -> at(parameter, text, parse));
    }

    /** A member that must be one line of text; null when it is absent, null or empty. */
    static @Nullable String line(JsonNode object, String member) {
        var text = Requests.text(object, member);
        return text == null || text.isEmpty() ? null : oneLine("/" + member, text);
    }

    /** A member that is a name; null when it is absent or null. */
    static <N> @Nullable N name(ObjectNode object, String member, Function<String, N> parse) {
        var text = Requests.text(object, member);
        return text == null ? null : at("/" + member, text, parse);
    }

    /** A member that is a name and must be there. */
    static <N> N requiredName(ObjectNode object, String member, Function<String, N> parse) {
        return at("/" + member, Requests.required(object, member), parse);
    }

    /** Reads a name, and tells its place in the request when it is none. */
    static <N> N at(String pointer, String text, Function<String, N> parse) {
        try {
            return parse.apply(text);
        } catch (InvalidInput invalid) {
            throw new InvalidInput(pointer, invalid.details().getFirst().detail());
        }
    }

    static String oneLine(String pointer, String text) {
        if (text.length() > LONGEST_TEXT) {
            throw new InvalidInput(pointer, "Is longer than %d characters: shorten it.".formatted(LONGEST_TEXT));
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidInput(pointer, "Has a line break, tab or control character: remove it.");
        }
        return text;
    }
}
