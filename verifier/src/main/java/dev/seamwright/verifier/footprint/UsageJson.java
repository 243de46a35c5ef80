package dev.seamwright.verifier.footprint;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.verifier.footprint.DocumentUsage.Unused;
import dev.seamwright.verifier.footprint.DocumentUsage.User;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who uses a document, as the API and the command line print it. */
public final class UsageJson {
    private UsageJson() {}

    /**
     * The users of one place, if one is asked for, and what nobody uses.
     *
     * @param pointer the place; null: none is asked for
     */
    public static ObjectNode of(@Nullable String pointer, List<User> users, List<Unused> unused) {
        var json = JsonNodeFactory.instance.objectNode();
        if (pointer != null) {
            json.put("pointer", pointer);
            var list = json.putArray("users");
            users.forEach(user -> {
                var interactions =
                        ImpactJson.put(list.addObject(), user.consumer()).putArray("interactions");
                user.interactions()
                        .forEach(one -> interactions
                                .addObject()
                                .put("interaction", one.title())
                                .put("pointer", one.pointer())
                                .put("how", one.how()));
            });
        }
        var parts = json.putArray("unused");
        unused.forEach(part -> parts.addObject()
                .put("kind", part.kind().word())
                .put("name", part.name())
                .put("pointer", part.place().pointer())
                .put("line", part.place().line()));
        return json;
    }
}
