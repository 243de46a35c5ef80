package dev.seamwright.cli.setup;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.seamwright.cli.FileFailure;
import dev.seamwright.cli.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where secrets are: {@code ${env:NAME}} and {@code ${file:PATH}} within a text, or {@code ${stored}}. */
final class References {
    private static final String STORED = "${stored}";
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]*)}");

    private final Surroundings surroundings;
    private final Path directory;
    private final boolean lookUp;

    /**
     * @param directory of the file, from which paths lead
     * @param lookUp whether secrets are looked up at all
     */
    References(Surroundings surroundings, Path directory, boolean lookUp) {
        this.surroundings = surroundings;
        this.directory = directory;
        this.lookUp = lookUp;
    }

    /** A reference leads nowhere. */
    static final class Missing extends Exception {
        private static final long serialVersionUID = 1L;

        Missing(String message) {
            super(message);
        }
    }

    /** Whether the text has its secret elsewhere. */
    static boolean isIn(String text) {
        return text.equals(STORED) || REFERENCE.matcher(text).find();
    }

    Value value(String text) throws Missing {
        if (text.equals(STORED)) {
            return new Value.Stored();
        }
        var references = REFERENCE.matcher(text);
        if (!references.find()) {
            return new Value.Open(TextNode.valueOf(text));
        }
        if (!lookUp) {
            return new Value.NotLookedUp();
        }
        var resolved = new StringBuilder();
        do {
            var secret = references.group(1).equals("env") ? variable(references.group(2)) : file(references.group(2));
            references.appendReplacement(resolved, Matcher.quoteReplacement(secret));
        } while (references.find());
        return new Value.Secret(references.appendTail(resolved).toString());
    }

    private String variable(String name) throws Missing {
        return surroundings
                .variable(name)
                .orElseThrow(() ->
                        new Missing("the environment variable %s is not set; set it, or plan with --without-secrets"
                                .formatted(name)));
    }

    private String file(String path) throws Missing {
        try {
            var text = Files.readString(directory.resolve(path)).stripTrailing();
            if (text.isEmpty()) {
                throw new Missing("the file %s is empty".formatted(path));
            }
            return text;
        } catch (IOException failure) {
            throw new Missing("the file %s cannot be read: %s; correct the path, or plan with --without-secrets"
                    .formatted(path, FileFailure.reason(failure)));
        }
    }
}
