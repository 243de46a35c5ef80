package dev.seamwright.broker.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.problem.BrokerException.Unprocessable;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.contracts.pact.Pact;
import dev.seamwright.verifier.comparison.CrossCheck;
import dev.seamwright.verifier.comparison.CrossCheckJson;
import dev.seamwright.verifier.comparison.Strength;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Whether a pact and an OpenAPI document suit each other. */
final class CrossCheckRoutes {
    void register(Api api) {
        api.compute("/api/v1/analysis/cross-check", this::crossCheck);
    }

    private void crossCheck(Context ctx) {
        var body = Requests.object(ctx);
        var pact = read(body, "pact", Pact::parse);
        var document = read(body, "openapi", OpenApiDocument::parse);
        var check = new CrossCheck(document, strength(body));
        Answers.json(ctx, 200, CrossCheckJson.of(judged("pact", () -> check.check(pact))));
    }

    /** What is no pact or no document is no mistake of the request itself. */
    private static <T> T read(JsonNode body, String member, Function<byte[], T> reader) {
        var text = Requests.required(body, member);
        return judged(member, () -> reader.apply(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static <T> T judged(String member, Supplier<T> judge) {
        try {
            return judge.get();
        } catch (InvalidInput refused) {
            throw new Unprocessable("The %s cannot be judged: %s".formatted(member, refused.getMessage()));
        }
    }

    private static Strength strength(JsonNode body) {
        var word = Requests.text(body, "strength");
        if (word == null) {
            return Strength.DEFAULT;
        }
        return Arrays.stream(Strength.values())
                .filter(strength -> strength.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new InvalidInput(
                        "/strength",
                        "Must be one of %s."
                                .formatted(Arrays.stream(Strength.values())
                                        .map(Strength::word)
                                        .collect(Collectors.joining(", ")))));
    }
}
