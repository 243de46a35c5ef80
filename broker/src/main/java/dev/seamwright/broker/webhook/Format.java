package dev.seamwright.broker.webhook;

import dev.seamwright.contracts.EnvironmentName;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a webhook tells an event as, in place of a template: the broker makes the request's address and body.
 *
 * @param environment that verdicts are asked for, and whose changes are told; null: for the main branches, and the changes of all
 * @param context the name of a commit status, which branches can be protected with; null: made of the participant and the environment
 */
public record Format(
        Kind kind,
        @Nullable EnvironmentName environment,
        @Nullable String context) {

    /** The receivers that the broker knows. */
    public enum Kind {
        /** Any receiver of Standard Webhooks: type, timestamp, data. */
        STANDARD(".*", "an absolute URL"),
        GITHUB_STATUS(Kind.REPOSITORY, Kind.GITHUB),
        GITHUB_COMMENT(Kind.REPOSITORY, Kind.GITHUB),
        GITHUB_DISPATCH(Kind.REPOSITORY, Kind.GITHUB),
        GITLAB_STATUS(
                ".*/api/v4/projects/[^/?#]+",
                "the address of a project in GitLab's API: https://gitlab.com/api/v4/projects/ID"),
        SLACK(".*", "the address of an incoming webhook");

        private static final String REPOSITORY = ".*/repos/[^/?#]+/[^/?#]+";
        private static final String GITHUB =
                "the address of a repository in GitHub's API: https://api.github.com/repos/OWNER/NAME";

        private final Pattern address;
        private final String form;

        Kind(String address, String form) {
            this.address = Pattern.compile(address);
            this.form = form;
        }

        /** As the API spells it: {@code github-status}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public static Optional<Kind> of(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word().equals(word))
                    .findFirst();
        }

        /** Whether it tells verdicts. */
        boolean judges() {
            return !startsBuilds();
        }

        /** Whether whoever gets it may be the provider's CI, which verifies what it is asked for. */
        boolean startsBuilds() {
            return this == STANDARD || this == GITHUB_DISPATCH;
        }

        boolean takes(String url) {
            return address.matcher(url).matches();
        }

        /** What its URL has to be, for people. */
        String form() {
            return form;
        }
    }
}
