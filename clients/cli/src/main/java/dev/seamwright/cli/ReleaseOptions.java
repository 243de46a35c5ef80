package dev.seamwright.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.cli.build.Build;
import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.TagName;
import dev.seamwright.contracts.VersionNumber;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The version that something is published for. A picocli mixin. */
final class ReleaseOptions {
    @Option(
            names = {"-e", "--version", "--participant-version", "--consumer-app-version"},
            paramLabel = "VERSION",
            description = "The version that it is published for. Default: the commit.")
    private @Nullable String version;

    @Option(names = "--branch", paramLabel = "BRANCH", description = "Its branch. Default: the branch of the build.")
    private @Nullable String branch;

    @Option(names = "--tag", paramLabel = "TAG", description = "A tag for the version. May be repeated.")
    private List<String> tags = new ArrayList<>();

    @Option(
            names = "--build-url",
            paramLabel = "URL",
            description = "The page of the build. Default: as the CI system says.")
    private @Nullable String buildUrl;

    /** A version, and what is said of it when something is published for it. */
    record Release(
            String version,
            @Nullable String branch,
            List<String> tags,
            @Nullable String buildUrl) {
        Release {
            tags = List.copyOf(tags);
        }

        /** Adds branch, tags and build to a request. */
        void describe(ObjectNode body) {
            if (branch != null) {
                body.put("branch", branch);
            }
            if (buildUrl != null) {
                body.put("buildUrl", buildUrl);
            }
            var tagged = body.putArray("tags");
            tags.forEach(tagged::add);
        }

        @Override
        public String toString() {
            return branch == null ? version : "%s (branch %s)".formatted(version, branch);
        }
    }

    /** @throws UsageFailure when no version is given, and none is known */
    Release release(Surroundings surroundings) {
        var build = Build.detect(surroundings);
        var number = version != null
                ? version
                : build.commit()
                        .orElseThrow(() -> new UsageFailure(
                                "No version is known: this is no git repository and no CI build; give --version"));
        new VersionNumber(number);
        tags.forEach(TagName::new);
        var itsBranch = branch != null ? branch : build.branch().orElse(null);
        if (itsBranch != null) {
            new BranchName(itsBranch);
        }
        return new Release(
                number,
                itsBranch,
                tags,
                buildUrl != null ? buildUrl : build.url().orElse(null));
    }
}
