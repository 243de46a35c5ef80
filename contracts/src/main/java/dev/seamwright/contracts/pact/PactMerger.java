package dev.seamwright.contracts.pact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.contracts.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Builds the union of two pacts, or says why there is none. */
final class PactMerger {
    private PactMerger() {}

    static MergeResult merge(Pact first, Pact later) {
        checkSame("/consumer/name", first.consumerName(), later.consumerName());
        checkSame("/provider/name", first.providerName(), later.providerName());

        var clashes = new ArrayList<MergeResult.Clash>();
        clashOfSpecifications(first, later).ifPresent(clashes::add);

        var known = new HashMap<String, Known>();
        for (var interaction : first.interactions()) {
            known.computeIfAbsent(interaction.key(), key -> new Known(interaction.pointer(), new HashSet<>()))
                    .contents()
                    .add(content(first.json(interaction)));
        }
        var additions = new ArrayList<Interaction>();
        var added = new LinkedHashSet<Sha256>();
        for (var interaction : later.interactions()) {
            var content = content(later.json(interaction));
            var same = known.get(interaction.key());
            if (same == null) {
                if (added.add(content)) {
                    additions.add(interaction);
                }
            } else if (!same.contents().contains(content)) {
                clashes.add(new MergeResult.Clash(
                        same.pointer(),
                        interaction.pointer(),
                        "%s is in both pacts with different content; make both the same, or give one another description or provider state"
                                .formatted(interaction.title())));
            }
        }
        return clashes.isEmpty()
                ? new MergeResult.Merged(union(first, later, additions))
                : new MergeResult.PactConflict(clashes);
    }

    /** What one pact says under one key: usually one content, more in a pact that repeats itself. */
    private record Known(String pointer, Set<Sha256> contents) {}

    private static Pact union(Pact first, Pact later, List<Interaction> additions) {
        var result = first.toJson();
        for (var field : later.toJson().properties()) {
            if (!Pact.ARRAYS.contains(field.getKey())) {
                override(result, field);
            } else if (result.path(field.getKey()).isEmpty() && field.getValue().isArray()) {
                result.putArray(field.getKey());
            }
        }
        for (var interaction : additions) {
            var array = interaction.pointer().substring(1, interaction.pointer().indexOf('/', 1));
            result.withArray(array).add(later.json(interaction).deepCopy());
        }
        return Pact.owning(result);
    }

    private static void override(ObjectNode result, Map.Entry<String, JsonNode> field) {
        if (field.getValue() instanceof ObjectNode newer && result.get(field.getKey()) instanceof ObjectNode older) {
            older.setAll(newer);
        } else if (!field.getValue().isNull()) {
            result.set(field.getKey(), field.getValue());
        }
    }

    /** Hashes what counts when two interactions are compared: all but {@code _id}. */
    static Sha256 content(JsonNode interaction) {
        if (!interaction.has("_id")) {
            return Sha256.ofContent(Json.canonical(interaction));
        }
        ObjectNode copy = interaction.deepCopy();
        copy.remove("_id");
        return Sha256.ofContent(Json.canonical(copy));
    }

    private static Optional<MergeResult.Clash> clashOfSpecifications(Pact first, Pact later) {
        var before = first.specificationVersion().map(PactMerger::major);
        var after = later.specificationVersion().map(PactMerger::major);
        if (before.isEmpty() || after.isEmpty() || before.equals(after)) {
            return Optional.empty();
        }
        return Optional.of(new MergeResult.Clash(
                "/metadata",
                "/metadata",
                "one pact follows version %s of the Pact specification, the other version %s; write both in the same version"
                        .formatted(before.get(), after.get())));
    }

    private static String major(String version) {
        return version.split("\\.", 2)[0];
    }

    private static void checkSame(String pointer, Optional<String> first, Optional<String> later) {
        if (first.isPresent() && later.isPresent() && !first.equals(later)) {
            throw new InvalidInput(
                    pointer,
                    "is '%s', but the pact to merge into has '%s'; merge pacts of the same consumer and provider"
                            .formatted(later.get(), first.get()));
        }
    }
}
