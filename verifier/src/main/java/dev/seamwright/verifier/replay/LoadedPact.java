package dev.seamwright.verifier.replay;

import au.com.dius.pact.core.matchers.generators.ArrayContainsJsonGenerator;
import au.com.dius.pact.core.matchers.generators.DefaultResponseGenerator;
import au.com.dius.pact.core.model.ContentType;
import au.com.dius.pact.core.model.DefaultPactReader;
import au.com.dius.pact.core.model.IRequest;
import au.com.dius.pact.core.model.Interaction;
import au.com.dius.pact.core.model.Pact;
import au.com.dius.pact.core.model.RequestResponseInteraction;
import au.com.dius.pact.core.model.Response;
import au.com.dius.pact.core.model.StringSource;
import au.com.dius.pact.core.model.SynchronousRequestResponse;
import au.com.dius.pact.core.model.V4Interaction;
import au.com.dius.pact.core.model.generators.GeneratorTestMode;
import au.com.dius.pact.core.model.v4.MessageContents;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.verifier.replay.ProviderHttp.Header;
import dev.seamwright.verifier.replay.ProviderHttp.Request;
import dev.seamwright.verifier.replay.ProviderStates.State;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A pact as Pact JVM reads it. */
final class LoadedPact {
    private final Pact pact;
    private final List<Loaded> interactions;

    /** One interaction of it. */
    record Loaded(int index, Interaction interaction, List<State> states) {
        @Nullable
        String id() {
            var id = interaction.getInteractionId();
            return id == null || id.isEmpty() ? null : id;
        }

        String description() {
            return interaction.getDescription();
        }

        List<String> stateNames() {
            return states.stream().map(State::name).toList();
        }

        boolean isPending() {
            return interaction instanceof V4Interaction v4 && v4.getPending();
        }
    }

    static {
        // Pact JVM counts its uses at a service on the internet, unless it is told not to
        System.setProperty("pact_do_not_track", "true");
    }

    private LoadedPact(Pact pact) {
        this.pact = pact;
        var all = new ArrayList<Loaded>();
        for (var interaction : pact.getInteractions()) {
            var states = interaction.getProviderStates().stream()
                    .map(state -> new State(state.getName() == null ? "" : state.getName(), params(state.getParams())))
                    .toList();
            all.add(new Loaded(all.size(), interaction, states));
        }
        this.interactions = List.copyOf(all);
    }

    private static Map<String, @Nullable Object> params(Map<String, Object> params) {
        return new HashMap<String, @Nullable Object>(params);
    }

    /**
     * Reads a pact. A pact is a text here: Pact JVM takes a plain String for the place of one, and reads files and hosts.
     *
     * @throws ReplayFailure when not all of its interactions are read: nothing is left out silently
     */
    static LoadedPact of(dev.seamwright.contracts.pact.Pact document) throws ReplayFailure {
        var text = new String(Json.write(readable(document.toJson())), StandardCharsets.UTF_8);
        var pact = DefaultPactReader.INSTANCE.loadPact(new StringSource(text));
        var expected = document.interactions().size();
        var found = pact.getInteractions().size();
        if (found != expected) {
            throw new ReplayFailure(
                    Cause.INVALID_PACT,
                    "Of %d interactions %d can be read; look at their type, and at metadata.pactSpecification.version"
                            .formatted(expected, found));
        }
        return new LoadedPact(pact);
    }

    /**
     * Pact JVM reads the metadata of messages as it writes them, {@code metaData}, and would let those that are spelled as in version 3
     * of the specification go unseen.
     */
    private static ObjectNode readable(ObjectNode document) {
        for (var message : document.path("messages")) {
            if (message instanceof ObjectNode object && object.has("metadata") && !object.has("metaData")) {
                object.set("metaData", object.remove("metadata"));
            }
        }
        return document;
    }

    List<Loaded> interactions() {
        return interactions;
    }

    /** Values that generators may take: of the provider states. */
    private static Map<String, Object> context(Map<String, @Nullable Object> values) {
        var context = new HashMap<String, Object>();
        context.put("providerState", values);
        context.put("ArrayContainsJsonGenerator", ArrayContainsJsonGenerator.INSTANCE);
        return context;
    }

    /** The request, with values injected. */
    static Request request(SynchronousRequestResponse interaction, String baseUrl, Map<String, @Nullable Object> values)
            throws ReplayFailure {
        var request = interaction.getRequest().generatedRequest(context(values), GeneratorTestMode.Provider);
        var headers = new ArrayList<Header>();
        request.getHeaders().forEach((name, all) -> headers.add(new Header(name, String.join(", ", all))));
        if (request.getBody().isPresent() && !request.hasHeader("Content-Type")) {
            headers.add(new Header("Content-Type", type(request)));
        }
        return new Request(
                request.getMethod(),
                Addresses.of(baseUrl, request.getPath(), request.getQuery()),
                headers,
                request.getBody().isPresent() ? request.getBody().unwrap() : null);
    }

    private static String type(IRequest request) {
        var type = request.determineContentType();
        return type.equals(ContentType.getUNKNOWN()) ? "text/plain; charset=UTF-8" : type.toString();
    }

    /** What is wrong with an answer. */
    List<FieldMismatch> compare(
            SynchronousRequestResponse interaction, ProviderHttp.Answer answer, Map<String, @Nullable Object> values) {
        if (interaction.getResponse().getGenerators().isEmpty()) {
            return Comparison.ofResponse(pact, interaction, answer);
        }
        var expected = DefaultResponseGenerator.INSTANCE.generateResponse(
                interaction.getResponse(), context(values), GeneratorTestMode.Provider, List.of(), Map.of());
        return Comparison.ofResponse(
                pact,
                new RequestResponseInteraction(
                        interaction.getDescription(),
                        interaction.getProviderStates(),
                        (au.com.dius.pact.core.model.Request)
                                interaction.getRequest().asHttpPart(),
                        (Response) expected.asHttpPart()),
                answer);
    }

    /** A message, with values injected. */
    static MessageContents message(MessageContents contents, Map<String, @Nullable Object> values) {
        return contents.getGenerators().isEmpty()
                ? contents
                : DefaultResponseGenerator.INSTANCE.generateContents(
                        contents, context(values), GeneratorTestMode.Provider, List.of(), Map.of(), false);
    }
}
