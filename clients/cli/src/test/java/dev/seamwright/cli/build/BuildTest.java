package dev.seamwright.cli.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seamwright.cli.Surroundings;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BuildTest {
    @TempDir
    private Path directory = Path.of("");

    private Build build(Map<String, String> variables) {
        var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return Build.detect(new Surroundings(
                variables, directory, InputStream.nullInputStream(), nowhere, nowhere, Clock.systemUTC(), _ -> {}));
    }

    private static Map<String, String> variables(String text) {
        var variables = new HashMap<String, String>();
        for (var assignment : text.split(" ", -1)) {
            var sides = assignment.split("=", 2);
            variables.put(sides[0], sides[1]);
        }
        return variables;
    }

    private static Stream<Arguments> builds() {
        return Stream.of(
                Arguments.of(
                        "GITHUB_ACTIONS=true GITHUB_SHA=c1 GITHUB_REF=refs/heads/feat/x GITHUB_SERVER_URL=https://gh GITHUB_REPOSITORY=o/r GITHUB_RUN_ID=7",
                        "c1",
                        "feat/x",
                        "https://gh/o/r/actions/runs/7"),
                Arguments.of(
                        "GITHUB_ACTIONS=true GITHUB_SHA=c1 GITHUB_HEAD_REF=topic GITHUB_REF=refs/pull/3/merge",
                        "c1",
                        "topic",
                        ""),
                Arguments.of(
                        "GITHUB_ACTIONS=true GITHUB_SHA=c1 GITHUB_HEAD_REF= GITHUB_REF=refs/tags/v1", "c1", "", ""),
                Arguments.of(
                        "GITLAB_CI=true CI_COMMIT_SHA=c2 CI_COMMIT_BRANCH=main CI_JOB_URL=https://gl/j/1",
                        "c2",
                        "main",
                        "https://gl/j/1"),
                Arguments.of("GITLAB_CI=true CI_COMMIT_SHA=c2 CI_MERGE_REQUEST_SOURCE_BRANCH_NAME=mr", "c2", "mr", ""),
                Arguments.of("GITLAB_CI=true CI_COMMIT_SHA=c2 CI_COMMIT_TAG=v1 CI_COMMIT_REF_NAME=v1", "c2", "", ""),
                Arguments.of(
                        "JENKINS_URL=http://j GIT_COMMIT=c3 GIT_BRANCH=origin/main BUILD_URL=http://j/1",
                        "c3",
                        "main",
                        "http://j/1"),
                Arguments.of(
                        "JENKINS_URL=http://j GIT_COMMIT=c3 CHANGE_BRANCH=topic BRANCH_NAME=PR-1", "c3", "topic", ""),
                Arguments.of("JENKINS_URL=http://j GIT_COMMIT=c3 TAG_NAME=v1 BRANCH_NAME=v1", "c3", "", ""),
                Arguments.of(
                        "TF_BUILD=True BUILD_SOURCEVERSION=c4 BUILD_SOURCEBRANCH=refs/heads/main SYSTEM_TEAMFOUNDATIONCOLLECTIONURI=https://az/o/ SYSTEM_TEAMPROJECT=p BUILD_BUILDID=9",
                        "c4",
                        "main",
                        "https://az/o/p/_build/results?buildId=9"),
                Arguments.of(
                        "TF_BUILD=True BUILD_SOURCEVERSION=c4 SYSTEM_PULLREQUEST_SOURCEBRANCH=refs/heads/topic BUILD_SOURCEBRANCH=refs/pull/1/merge SYSTEM_PULLREQUEST_SOURCECOMMITID=c5",
                        "c5",
                        "topic",
                        ""),
                Arguments.of(
                        "CIRCLECI=true CIRCLE_SHA1=c6 CIRCLE_BRANCH=main CIRCLE_BUILD_URL=https://ci/1",
                        "c6",
                        "main",
                        "https://ci/1"),
                Arguments.of(
                        "BUILDKITE=true BUILDKITE_COMMIT=c7 BUILDKITE_BRANCH=main BUILDKITE_BUILD_URL=https://bk/1",
                        "c7",
                        "main",
                        "https://bk/1"),
                Arguments.of("BUILDKITE=true BUILDKITE_COMMIT=c7 BUILDKITE_BRANCH=v1 BUILDKITE_TAG=v1", "c7", "", ""),
                Arguments.of(
                        "BITBUCKET_BUILD_NUMBER=4 BITBUCKET_COMMIT=c8 BITBUCKET_BRANCH=main BITBUCKET_GIT_HTTP_ORIGIN=https://bb/o/r",
                        "c8",
                        "main",
                        "https://bb/o/r/pipelines/results/4"),
                Arguments.of(
                        "TRAVIS=true TRAVIS_COMMIT=c9 TRAVIS_BRANCH=main TRAVIS_BUILD_WEB_URL=https://tr/1",
                        "c9",
                        "main",
                        "https://tr/1"),
                Arguments.of(
                        "TRAVIS=true TRAVIS_COMMIT=c9 TRAVIS_BRANCH=main TRAVIS_PULL_REQUEST_BRANCH=topic TRAVIS_PULL_REQUEST_SHA=d9",
                        "d9",
                        "topic",
                        ""),
                Arguments.of(
                        "TEAMCITY_VERSION=2026.1 BUILD_VCS_NUMBER=e1 BUILD_URL=https://tc/1", "e1", "", "https://tc/1"),
                Arguments.of(
                        "CODEBUILD_BUILD_ID=1 CODEBUILD_RESOLVED_SOURCE_VERSION=e2 CODEBUILD_WEBHOOK_HEAD_REF=refs/heads/b",
                        "e2",
                        "b",
                        ""),
                Arguments.of(
                        "DRONE=true DRONE_COMMIT_SHA=e3 DRONE_COMMIT_BRANCH=b DRONE_BUILD_LINK=https://d/1",
                        "e3",
                        "b",
                        "https://d/1"),
                Arguments.of("APPVEYOR=True APPVEYOR_REPO_COMMIT=e4 APPVEYOR_REPO_BRANCH=b", "e4", "b", ""),
                Arguments.of("HOME=/home/me", "", "", ""));
    }

    @ParameterizedTest
    @MethodSource("builds")
    void a_ci_system_tells_what_it_builds(String assignments, String commit, String branch, String url) {
        var build = build(variables(assignments));
        assertEquals(
                List.of(commit, branch, url),
                List.of(
                        build.commit().orElse(""),
                        build.branch().orElse(""),
                        build.url().orElse("")));
    }

    private void git(String... words) throws Exception {
        var command = Stream.concat(
                        Stream.of("git", "-c", "user.name=a", "-c", "user.email=a@example.com"), Stream.of(words))
                .toList();
        assertEquals(
                0,
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor());
    }

    @Test
    void git_tells_commit_and_branch() throws Exception {
        git("init", "-b", "feat/x");
        git("commit", "--allow-empty", "-m", "a");
        var commit =
                Files.readString(directory.resolve(".git/refs/heads/feat/x")).strip();
        assertEquals(Optional.of(commit), build(Map.of()).commit());
        assertEquals(Optional.of("feat/x"), build(Map.of()).branch());
        assertEquals(Optional.empty(), build(Map.of()).url());
    }

    @Test
    void a_detached_head_has_no_branch_but_the_ci_system_knows_it() throws Exception {
        git("init", "-b", "main");
        git("commit", "--allow-empty", "-m", "a");
        git("checkout", "--detach");
        assertEquals(Optional.empty(), build(Map.of()).branch());
        assertEquals(
                Optional.of("topic"),
                build(Map.of("CIRCLECI", "true", "CIRCLE_BRANCH", "topic")).branch());
    }

    @Test
    void a_repository_without_a_commit_has_none() throws Exception {
        git("init", "-b", "main");
        assertEquals(Optional.empty(), build(Map.of()).commit());
    }
}
