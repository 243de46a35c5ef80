package dev.seamwright.broker.http;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Serves the description of our own API, {@code openapi.yaml} in the jar, as JSON. */
public final class ApiDescription {
    private static final String SOURCE = "/openapi/openapi.yaml";

    private volatile byte @Nullable [] json;

    public void register(Api routes) {
        routes.open(HandlerType.GET, "/api/v1/openapi.json", this::show);
    }

    private void show(Context ctx) {
        var document = json;
        if (document == null) {
            document = read(); // on demand: most runs of the broker are never asked
            json = document;
        }
        ctx.contentType(Answers.JSON).result(document);
    }

    private static byte[] read() {
        try (var yaml = ApiDescription.class.getResourceAsStream(SOURCE)) {
            if (yaml == null) {
                throw new FileNotFoundException(SOURCE);
            }
            return Answers.print(new YAMLMapper().readTree(yaml));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
