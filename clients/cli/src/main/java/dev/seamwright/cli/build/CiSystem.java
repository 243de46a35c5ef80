package dev.seamwright.cli.build;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A CI system and the environment variables in which it describes the running build, as its documentation lists them.
 *
 * @param name as people know it
 * @param presence the variable that only this system sets
 * @param commits variables with the commit, the best first
 * @param branches variables with the branch, the best first: the source branch of a pull request before the branch that is built
 * @param gitTags variables that are set while a git tag is built; then the branch variables after the first hold the tag
 * @param buildUrl the page of the build; <code>${NAME}</code> stands for a variable
 */
public record CiSystem(
        String name,
        String presence,
        List<String> commits,
        List<String> branches,
        List<String> gitTags,
        String buildUrl) {
    static final List<CiSystem> ALL = List.of(
            new CiSystem(
                    "GitHub Actions",
                    "GITHUB_ACTIONS",
                    List.of("GITHUB_SHA"),
                    List.of("GITHUB_HEAD_REF", "GITHUB_REF"),
                    List.of(),
                    "${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}"),
            new CiSystem(
                    "GitLab CI",
                    "GITLAB_CI",
                    List.of("CI_COMMIT_SHA"),
                    List.of("CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", "CI_COMMIT_BRANCH"),
                    List.of(),
                    "${CI_JOB_URL}"),
            new CiSystem(
                    "Jenkins",
                    "JENKINS_URL",
                    List.of("GIT_COMMIT"),
                    List.of("CHANGE_BRANCH", "BRANCH_NAME", "GIT_BRANCH"),
                    List.of("TAG_NAME"),
                    "${BUILD_URL}"),
            new CiSystem(
                    "Azure Pipelines",
                    "TF_BUILD",
                    List.of("SYSTEM_PULLREQUEST_SOURCECOMMITID", "BUILD_SOURCEVERSION"),
                    List.of("SYSTEM_PULLREQUEST_SOURCEBRANCH", "BUILD_SOURCEBRANCH"),
                    List.of(),
                    "${SYSTEM_TEAMFOUNDATIONCOLLECTIONURI}${SYSTEM_TEAMPROJECT}/_build/results?buildId=${BUILD_BUILDID}"),
            new CiSystem(
                    "CircleCI",
                    "CIRCLECI",
                    List.of("CIRCLE_SHA1"),
                    List.of("CIRCLE_BRANCH"),
                    List.of(),
                    "${CIRCLE_BUILD_URL}"),
            new CiSystem(
                    "Buildkite",
                    "BUILDKITE",
                    List.of("BUILDKITE_COMMIT"),
                    List.of("BUILDKITE_BRANCH"),
                    List.of("BUILDKITE_TAG"),
                    "${BUILDKITE_BUILD_URL}"),
            new CiSystem(
                    "Bitbucket Pipelines",
                    "BITBUCKET_BUILD_NUMBER",
                    List.of("BITBUCKET_COMMIT"),
                    List.of("BITBUCKET_BRANCH"),
                    List.of(),
                    "${BITBUCKET_GIT_HTTP_ORIGIN}/pipelines/results/${BITBUCKET_BUILD_NUMBER}"),
            new CiSystem(
                    "Travis CI",
                    "TRAVIS",
                    List.of("TRAVIS_PULL_REQUEST_SHA", "TRAVIS_COMMIT"),
                    List.of("TRAVIS_PULL_REQUEST_BRANCH", "TRAVIS_BRANCH"),
                    List.of("TRAVIS_TAG"),
                    "${TRAVIS_BUILD_WEB_URL}"),
            new CiSystem(
                    "TeamCity",
                    "TEAMCITY_VERSION",
                    List.of("BUILD_VCS_NUMBER"),
                    List.of("TEAMCITY_PULLREQUEST_SOURCE_BRANCH", "TEAMCITY_BUILD_BRANCH"),
                    List.of(),
                    "${BUILD_URL}"),
            new CiSystem(
                    "AWS CodeBuild",
                    "CODEBUILD_BUILD_ID",
                    List.of("CODEBUILD_RESOLVED_SOURCE_VERSION"),
                    List.of("CODEBUILD_WEBHOOK_HEAD_REF"),
                    List.of(),
                    "${CODEBUILD_PUBLIC_BUILD_URL}"),
            new CiSystem(
                    "Drone",
                    "DRONE",
                    List.of("DRONE_COMMIT_SHA"),
                    List.of("DRONE_SOURCE_BRANCH", "DRONE_COMMIT_BRANCH"),
                    List.of("DRONE_TAG"),
                    "${DRONE_BUILD_LINK}"),
            new CiSystem(
                    "AppVeyor",
                    "APPVEYOR",
                    List.of("APPVEYOR_PULL_REQUEST_HEAD_COMMIT", "APPVEYOR_REPO_COMMIT"),
                    List.of("APPVEYOR_PULL_REQUEST_HEAD_REPO_BRANCH", "APPVEYOR_REPO_BRANCH"),
                    List.of("APPVEYOR_REPO_TAG_NAME"),
                    "${APPVEYOR_URL}/project/${APPVEYOR_ACCOUNT_NAME}/${APPVEYOR_PROJECT_SLUG}/builds/${APPVEYOR_BUILD_ID}"));

    private static final String BRANCH_REF = "refs/heads/";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");

    public CiSystem {
        commits = List.copyOf(commits);
        branches = List.copyOf(branches);
        gitTags = List.copyOf(gitTags);
    }

    /** The CI system that these environment variables speak of. */
    public static Optional<CiSystem> detect(Map<String, String> variables) {
        return ALL.stream().filter(ci -> value(variables, ci.presence) != null).findFirst();
    }

    Optional<String> commit(Map<String, String> variables) {
        return first(variables, commits);
    }

    /** Absent while a git tag is built, which belongs to no branch. */
    Optional<String> branch(Map<String, String> variables) {
        if (gitTags.stream().anyMatch(tag -> value(variables, tag) != null)) {
            return Optional.empty();
        }
        return first(variables, branches).flatMap(CiSystem::branchOfRef);
    }

    /** Absent unless every variable of it is set. */
    Optional<String> buildUrl(Map<String, String> variables) {
        var missing = PLACEHOLDER
                .matcher(buildUrl)
                .results()
                .anyMatch(placeholder -> value(variables, placeholder.group(1)) == null);
        return missing
                ? Optional.empty()
                : Optional.of(PLACEHOLDER
                        .matcher(buildUrl)
                        .replaceAll(placeholder -> Matcher.quoteReplacement(variables.get(placeholder.group(1)))));
    }

    private static Optional<String> branchOfRef(String ref) {
        if (ref.startsWith(BRANCH_REF)) {
            return Optional.of(ref.substring(BRANCH_REF.length()));
        }
        if (ref.startsWith("origin/")) {
            return Optional.of(ref.substring("origin/".length()));
        }
        return ref.startsWith("refs/") ? Optional.empty() : Optional.of(ref);
    }

    private static Optional<String> first(Map<String, String> variables, List<String> names) {
        return names.stream()
                .map(name -> Optional.ofNullable(value(variables, name)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static @Nullable String value(Map<String, String> variables, String name) {
        var value = variables.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
