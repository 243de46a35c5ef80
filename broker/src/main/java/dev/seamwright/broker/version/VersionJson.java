package dev.seamwright.broker.version;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Versions as our API shows them. */
public final class VersionJson {
    private VersionJson() {}

    public static ObjectNode of(VersionDescription version) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("participant", version.participant().value());
        json.put("number", version.number().value());
        if (version.buildUrl() != null) {
            json.put("buildUrl", version.buildUrl());
        }
        var branches = json.putArray("branches");
        version.branches()
                .forEach(branch ->
                        branches.addObject().put("name", branch.name().value()).put("latest", branch.head()));
        var tags = json.putArray("tags");
        version.tags()
                .forEach(tag -> tags.addObject().put("name", tag.name().value()).put("latest", tag.latest()));
        var environments = json.putArray("environments");
        version.environments()
                .forEach(environment -> environments.add(environment.name().value()));
        json.put("createdAt", version.createdAt().toString());
        json.put("updatedAt", version.updatedAt().toString());
        return json;
    }
}
