package dev.seamwright.broker.contract;

import dev.seamwright.contracts.openapi.Dialect;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * swagger-parser, with which most tools read OpenAPI 3.0 and 3.1: a second opinion of documents that our reader has taken. It resolves
 * no references, so it fetches nothing.
 */
final class SwaggerParser {
    private static final Logger log = LoggerFactory.getLogger(SwaggerParser.class);

    // beyond, its answer takes longer than a publication may
    private static final int LONGEST_TEXT = 2 * 1024 * 1024;
    private static final int MOST_MESSAGES = 20;

    private SwaggerParser() {}

    /** What it has to say; nothing when it does not know the dialect. */
    static List<String> opinion(Dialect dialect, String text) {
        if (dialect != Dialect.OPENAPI_3_0 && dialect != Dialect.OPENAPI_3_1) {
            return List.of();
        }
        if (text.length() > LONGEST_TEXT) {
            return List.of("swagger-parser was not asked: the document has more than %d MiB."
                    .formatted(LONGEST_TEXT / 1024 / 1024));
        }
        List<String> messages;
        try {
            var options = new ParseOptions();
            options.setResolve(false);
            messages = new OpenAPIV3Parser().readContents(text, null, options).getMessages();
        } catch (RuntimeException | StackOverflowError failure) {
            // our reader has understood the document, so this says something of the other one
            log.warn("swagger-parser failed: {}", failure.toString());
            return List.of("swagger-parser fails on the document, and tools that use it may, too.");
        }
        var told = new ArrayList<String>();
        if (messages != null) {
            messages.stream()
                    .filter(Objects::nonNull)
                    .limit(MOST_MESSAGES)
                    .forEach(message -> told.add("swagger-parser: " + message.replaceAll("\\s+", " ")));
            if (messages.size() > MOST_MESSAGES) {
                told.add("swagger-parser: %d more messages.".formatted(messages.size() - MOST_MESSAGES));
            }
        }
        return told;
    }
}
