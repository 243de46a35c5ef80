package dev.seamwright.cli;

import picocli.CommandLine.Option;

/** How OpenAPI documents are read. A picocli mixin. */
final class OpenApiOptions {
    @Option(
            names = "--allow-outside",
            description = "Read files outside of the document's directory, too, where it refers to them.")
    private boolean allowOutside;

    OpenApiSource source(Surroundings surroundings) {
        return new OpenApiSource(surroundings, allowOutside);
    }
}
