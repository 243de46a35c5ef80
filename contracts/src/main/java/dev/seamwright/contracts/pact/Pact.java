package dev.seamwright.contracts.pact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.contracts.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A pact document, versions 1 to 4 of the specification. It never changes. */
public final class Pact {
    public static final int MAX_INTERACTIONS = 20_000;

    private static final int MAX_PROBLEMS = 20;

    static final String INTERACTIONS = "interactions";
    static final String MESSAGES = "messages";
    static final List<String> ARRAYS = List.of(INTERACTIONS, MESSAGES);

    private final ObjectNode document;
    private final List<Interaction> interactions;

    private Pact(ObjectNode document) {
        this.document = document;
        this.interactions = check(document);
    }

    /**
     * Reads a pact.
     *
     * @throws InvalidInput when it is not strict JSON ({@link Json#parse}), or has not the shape of a pact
     */
    public static Pact parse(byte[] utf8) {
        return new Pact(object(Json.parse(utf8)));
    }

    /**
     * Takes a pact over from a tree, by copy.
     *
     * @throws InvalidInput when it has not the shape of a pact
     */
    public static Pact of(JsonNode json) {
        return new Pact(object(json).deepCopy());
    }

    /** Takes over a tree that nobody else holds. */
    static Pact owning(ObjectNode document) {
        return new Pact(document);
    }

    /** The name that the document itself gives its consumer. */
    public Optional<String> consumerName() {
        return name("consumer");
    }

    /** The name that the document itself gives its provider. */
    public Optional<String> providerName() {
        return name("provider");
    }

    /** The version of the Pact specification that the metadata claims, such as {@code 3.0.0}. */
    public Optional<String> specificationVersion() {
        return Optional.ofNullable(specification()).map(JsonNode::asText);
    }

    /** All interactions, then all messages, each in the order of the document. */
    public List<Interaction> interactions() {
        return interactions;
    }

    /** All provider states with their parameters, each once, in the order of their first use. */
    public List<ProviderState> providerStates() {
        var seen = new HashSet<String>();
        var states = new ArrayList<ProviderState>();
        for (var interaction : interactions) {
            for (var state : interaction.providerStates()) {
                if (seen.add(canonicalText(state))) {
                    states.add(new ProviderState(state.name(), state.params().deepCopy()));
                }
            }
        }
        return List.copyOf(states);
    }

    /** A copy of the document as a tree. */
    public ObjectNode toJson() {
        return document.deepCopy();
    }

    /** The document as compact UTF-8, in its own order. */
    public byte[] print() {
        return Json.write(document);
    }

    /**
     * The SHA-1 that names this content in the Pact Broker, and so in its URLs: 40 lower-case hexadecimal digits.
     *
     * <p>It is taken over {@code interactions}, {@code messages} and {@code pact_specification_version} as compact JSON: keys
     * sorted, the interactions sorted by their text (the messages only if there are no interactions), decimals as doubles. The
     * names of both sides and other metadata do not count. A document with neither array is hashed whole, as it is written.
     */
    public String brokerSha() {
        if (array(INTERACTIONS) == null && array(MESSAGES) == null) {
            return sha1(new JsonWriter(JsonWriter.Keys.AS_WRITTEN, PactNumbers::spell)
                    .append(document)
                    .toBytes());
        }
        return sha1(verifiable(PactNumbers::spell).toBytes());
    }

    /**
     * The identity of the content for us: equal when both names and all that affects verification are equal, with every digit of
     * every number. Two pacts with the same names and the same hash also have the same {@link #brokerSha}, if they have
     * interactions or messages.
     */
    public Sha256 contentSha256() {
        var form = new JsonWriter(JsonWriter.Keys.SORTED, JsonWriter.EXACT_DECIMALS).raw("[");
        appendName(form, "consumer");
        appendName(form, "provider");
        if (array(INTERACTIONS) == null && array(MESSAGES) == null) {
            form.append(document);
        } else {
            form.raw(verifiable(JsonWriter.EXACT_DECIMALS).toBytes());
        }
        return Sha256.ofContent(form.raw("]").toBytes());
    }

    /**
     * This pact with an {@code _id} first in every interaction and message: the SHA-1 of its key-sorted JSON without
     * {@code _id}, as the Pact Broker computes it. An {@code _id} that is there already is replaced.
     */
    public Pact withInteractionIds() {
        var result = document.deepCopy();
        for (var name : ARRAYS) {
            if (result.get(name) instanceof ArrayNode array) {
                for (int i = 0; i < array.size(); i++) {
                    var interaction = (ObjectNode) array.get(i);
                    interaction.remove("_id");
                    var identified = JsonNodeFactory.instance.objectNode();
                    identified.put("_id", sha1(sorted(PactNumbers::spell, interaction)));
                    identified.setAll(interaction);
                    array.set(i, identified);
                }
            }
        }
        return new Pact(result);
    }

    /** This pact without the {@code _id} of its interactions and messages: as it was published. */
    public Pact withoutInteractionIds() {
        var result = document.deepCopy();
        for (var name : ARRAYS) {
            if (result.get(name) instanceof ArrayNode array) {
                array.forEach(interaction -> ((ObjectNode) interaction).remove("_id"));
            }
        }
        return new Pact(result);
    }

    /**
     * The union of two pacts of the same pair. Interactions are the same when kind, description and provider states are;
     * {@code _id} does not count. Interactions of this pact come first, metadata of {@code later} wins.
     *
     * @throws InvalidInput when the pacts are of different pairs
     */
    public MergeResult merge(Pact later) {
        return PactMerger.merge(this, later);
    }

    /** What differs from {@code before} to {@code after}, as text for people; empty when nothing does. */
    public static String diff(Pact before, Pact after) {
        return new PactDiff(before, after).text();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Pact that && Arrays.equals(print(), that.print());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(print());
    }

    @Override
    public String toString() {
        return "Pact[%s -> %s, %d interactions]"
                .formatted(consumerName().orElse("?"), providerName().orElse("?"), interactions.size());
    }

    /** The tree itself, for readers in this package. */
    ObjectNode document() {
        return document;
    }

    JsonNode json(Interaction interaction) {
        return document.at(interaction.pointer());
    }

    /** The array, or null when the document has none or says {@code null}. */
    @Nullable
    JsonNode array(String name) {
        var array = document.get(name);
        return array == null || array.isNull() ? null : array;
    }

    static byte[] sorted(Function<JsonNode, String> decimals, JsonNode node) {
        return new JsonWriter(JsonWriter.Keys.SORTED, decimals).append(node).toBytes();
    }

    private JsonWriter verifiable(Function<JsonNode, String> decimals) {
        var writer = new JsonWriter(JsonWriter.Keys.SORTED, decimals).raw("{");
        var interactionArray = array(INTERACTIONS);
        var messageArray = array(MESSAGES);
        if (interactionArray != null) {
            writer.raw("\"interactions\":");
            appendSorted(writer, interactionArray, decimals);
        }
        if (messageArray != null) {
            writer.raw(interactionArray == null ? "\"messages\":" : ",\"messages\":");
            if (interactionArray == null) {
                appendSorted(writer, messageArray, decimals);
            } else {
                writer.append(messageArray);
            }
        }
        var specification = specification();
        if (specification != null) {
            writer.raw(",\"pact_specification_version\":").append(specification);
        }
        return writer.raw("}");
    }

    /** Writes the elements in the order of their UTF-8 text. */
    private static void appendSorted(JsonWriter writer, JsonNode array, Function<JsonNode, String> decimals) {
        var scratch = new JsonWriter(JsonWriter.Keys.SORTED, decimals);
        var texts = new byte[array.size()][];
        for (int i = 0; i < texts.length; i++) {
            int start = scratch.length();
            texts[i] = scratch.append(array.get(i)).toBytes(start, scratch.length());
        }
        Arrays.sort(texts, Arrays::compareUnsigned);
        writer.raw("[");
        for (int i = 0; i < texts.length; i++) {
            if (i > 0) {
                writer.raw(",");
            }
            writer.raw(texts[i]);
        }
        writer.raw("]");
    }

    /** The first of three places that holds a version; {@code null} and {@code false} are none, as in Ruby. */
    private @Nullable JsonNode specification() {
        var metadata = document.path("metadata");
        for (var candidate : List.of(
                metadata.path("pactSpecification").path("version"),
                metadata.path("pact-specification").path("version"),
                metadata.path("pactSpecificationVersion"))) {
            if (!candidate.isMissingNode()
                    && !candidate.isNull()
                    && !(candidate.isBoolean() && !candidate.booleanValue())) {
                return candidate;
            }
        }
        return null;
    }

    private Optional<String> name(String side) {
        return Optional.ofNullable(document.path(side).path("name").textValue());
    }

    private void appendName(JsonWriter form, String side) {
        var name = document.path(side).path("name");
        form.append(name.isMissingNode() ? JsonNodeFactory.instance.nullNode() : name)
                .raw(",");
    }

    private static String canonicalText(ProviderState state) {
        return state.name() + "\n" + new String(Json.canonical(state.params()), StandardCharsets.UTF_8);
    }

    private static ObjectNode object(JsonNode json) {
        if (json instanceof ObjectNode document) {
            return document;
        }
        throw new InvalidInput(
                "", "is not a JSON object; a pact is an object with consumer, provider and interactions");
    }

    private static List<Interaction> check(ObjectNode document) {
        var problems = new ArrayList<InvalidInput.Detail>();
        checkName(document, "consumer", problems);
        checkName(document, "provider", problems);
        var interactions = new ArrayList<Interaction>();
        int total = 0;
        for (var name : ARRAYS) {
            var array = document.path(name);
            total += array.size();
            if (!array.isArray() && !array.isMissingNode() && !array.isNull()) {
                problems.add(new InvalidInput.Detail("/" + name, "is not an array; make it one or leave it out"));
            } else if (total > MAX_INTERACTIONS) {
                problems.add(new InvalidInput.Detail(
                        "/" + name,
                        "brings the pact to " + total + " interactions; split it, the most is " + MAX_INTERACTIONS));
            } else {
                for (int i = 0; i < array.size(); i++) {
                    if (array.get(i).isObject()) {
                        interactions.add(Interaction.of(name, i, array.get(i)));
                    } else if (problems.size() < MAX_PROBLEMS) {
                        problems.add(new InvalidInput.Detail(
                                "/" + name + "/" + i, "is not an object; describe an interaction"));
                    }
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidInput(problems);
        }
        return List.copyOf(interactions);
    }

    private static void checkName(ObjectNode document, String side, List<InvalidInput.Detail> problems) {
        var participant = document.path(side);
        if (participant.isMissingNode() || participant.isNull()) {
            return;
        }
        if (!participant.isObject()) {
            problems.add(new InvalidInput.Detail("/" + side, "is not an object; write {\"name\": \"...\"}"));
            return;
        }
        var name = participant.path("name");
        if (!name.isMissingNode() && !name.isNull() && !name.isTextual()) {
            problems.add(new InvalidInput.Detail("/" + side + "/name", "is not a string; put the name in quotes"));
        }
    }

    private static String sha1(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
