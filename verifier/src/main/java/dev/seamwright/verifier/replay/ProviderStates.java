package dev.seamwright.verifier.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.verifier.replay.ProviderHttp.Answer;
import dev.seamwright.verifier.replay.ProviderHttp.Header;
import dev.seamwright.verifier.replay.ProviderHttp.Request;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings the provider into the states that an interaction needs, as Pact's verifiers do: a POST for each state with
 * {@code {"consumer", "state", "params", "action"}}, the action being {@code setup} or {@code teardown}.
 */
final class ProviderStates {
    private final ProviderHttp http;
    private final ReplayTarget target;
    private final Redaction redaction;

    /** A state with its parameters. */
    record State(String name, Map<String, @Nullable Object> params) {}

    ProviderStates(ProviderHttp http, ReplayTarget target, Redaction redaction) {
        this.http = http;
        this.target = target;
        this.redaction = redaction;
    }

    /**
     * Sets all states up, in their order.
     *
     * @return what generators may inject: the parameters, and over them what the provider answered
     * @throws ReplayFailure when one is refused
     */
    Map<String, @Nullable Object> setUp(String consumer, List<State> states, Duration limit, List<String> log)
            throws ReplayFailure {
        var values = new HashMap<String, @Nullable Object>();
        states.forEach(state -> values.putAll(state.params()));
        var url = target.stateUrl();
        if (url == null) {
            states.forEach(
                    state -> log.add("  state '%s' is not set up: there is no --state-url".formatted(state.name())));
            return values;
        }
        for (var state : states) {
            var answer = post(url, consumer, state, "setup", limit);
            log.add("  state '%s' set up: %d".formatted(state.name(), answer.status()));
            if (answer.status() >= 300) {
                throw new ReplayFailure(
                        Cause.STATE_NOT_SET_UP,
                        "The state '%s' was refused by %s with status %d"
                                .formatted(state.name(), redaction.text(url), answer.status()));
            }
            values.putAll(returned(answer));
        }
        return values;
    }

    /** Takes them back, if the target asks for it. What fails then is told in the log: the interaction is over. */
    void tearDown(String consumer, List<State> states, Duration limit, List<String> log) {
        var url = target.stateUrl();
        if (url == null || !target.tearsDown()) {
            return;
        }
        for (var state : states) {
            try {
                var answer = post(url, consumer, state, "teardown", limit);
                log.add("  state '%s' torn down: %d".formatted(state.name(), answer.status()));
            } catch (ReplayFailure failure) {
                log.add("  state '%s' was not torn down: %s"
                        .formatted(state.name(), redaction.text(String.valueOf(failure.getMessage()))));
            }
        }
    }

    private Answer post(String url, String consumer, State state, String action, Duration limit) throws ReplayFailure {
        var body = JsonNodeFactory.instance.objectNode();
        body.put("consumer", consumer).put("state", state.name());
        body.set("params", Json.mapper().valueToTree(state.params()));
        body.put("action", action);
        try {
            return http.send(
                    new Request(
                                    "POST",
                                    URI.create(url),
                                    List.of(
                                            new Header("Content-Type", "application/json"),
                                            new Header("Accept", "application/json, */*")),
                                    Json.write(body))
                            .with(target.headers()),
                    limit);
        } catch (ReplayFailure failure) {
            if (failure.reason() == Cause.CANCELLED) {
                throw failure;
            }
            throw new ReplayFailure(
                    Cause.STATE_NOT_SET_UP,
                    "The state '%s' could not be asked for: %s".formatted(state.name(), failure.getMessage()),
                    failure);
        }
    }

    /** The members of a JSON object; nothing of any other answer. */
    private static Map<String, @Nullable Object> returned(Answer answer) {
        var type = answer.header("content-type");
        if (answer.body().length == 0 || type == null || !type.contains("json")) {
            return Map.of();
        }
        try {
            var json = Json.parse(answer.body());
            var values = new HashMap<String, @Nullable Object>();
            json.properties().forEach(member -> values.put(member.getKey(), value(member.getValue())));
            return values;
        } catch (InvalidInput _) {
            return Map.of(); // a handler may answer what it likes
        }
    }

    private static @Nullable Object value(JsonNode json) {
        return Json.mapper().convertValue(json, Object.class);
    }
}
