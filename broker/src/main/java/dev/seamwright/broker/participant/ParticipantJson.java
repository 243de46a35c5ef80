package dev.seamwright.broker.participant;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Participants as our API shows them. */
final class ParticipantJson {
    private ParticipantJson() {}

    static ObjectNode of(Participant participant) {
        var json = JsonNodeFactory.instance.objectNode();
        var mainBranch = participant.mainBranch();
        json.put("name", participant.name().value());
        json.put("kind", participant.kind().word());
        put(json, "displayName", participant.displayName());
        put(json, "mainBranch", mainBranch == null ? null : mainBranch.value());
        put(json, "repositoryUrl", participant.repositoryUrl());
        put(json, "repositoryName", participant.repositoryName());
        put(json, "repositoryNamespace", participant.repositoryNamespace());
        json.put("createdAt", participant.createdAt().toString());
        json.put("updatedAt", participant.updatedAt().toString());
        return json;
    }

    private static void put(ObjectNode json, String member, @Nullable String value) {
        if (value != null) {
            json.put(member, value);
        }
    }
}
