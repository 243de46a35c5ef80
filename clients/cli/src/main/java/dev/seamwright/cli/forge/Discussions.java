package dev.seamwright.cli.forge;

import static dev.seamwright.cli.http.Answers.elements;
import static dev.seamwright.cli.http.Answers.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.cli.Surroundings;
import dev.seamwright.cli.forge.Discussion.Comment;
import dev.seamwright.cli.http.ForgeClient;
import dev.seamwright.cli.http.ForgeFailure;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds the discussion of what is being built, by what the CI system says of the build. */
final class Discussions {
    private static final int PAGE = 100;
    private static final int MOST_PAGES = 20;

    private final Surroundings surroundings;

    Discussions(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** @throws ForgeFailure when there is none, or nobody may write there */
    Discussion current() throws ForgeFailure {
        if (surroundings.variable("GITHUB_ACTIONS").isPresent()) {
            return github();
        }
        if (surroundings.variable("GITLAB_CI").isPresent()) {
            return gitlab();
        }
        throw new ForgeFailure("this is no build of GitHub Actions or GitLab CI");
    }

    private String need(String variable, String why) throws ForgeFailure {
        return surroundings
                .variable(variable)
                .orElseThrow(() -> new ForgeFailure("%s is not set: %s".formatted(variable, why)));
    }

    private Discussion github() throws ForgeFailure {
        var event = event(Path.of(need("GITHUB_EVENT_PATH", "nothing says what is being built")));
        var pull = event.path("pull_request");
        if (!pull.path("number").isInt()) {
            throw new ForgeFailure("this build is not of a pull request");
        }
        var head = text(pull.path("head").path("repo"), "full_name");
        var base = text(pull.path("base").path("repo"), "full_name");
        var repository = need("GITHUB_REPOSITORY", "nothing says whose pull request it is");
        if (!head.equals(base)) {
            throw new ForgeFailure("the pull request comes from the fork %s, whose builds may not write here"
                    .formatted(head.isEmpty() ? "that is gone" : head));
        }
        var token = need("GITHUB_TOKEN", "give the step env: GITHUB_TOKEN: ${{ github.token }}");
        var api = surroundings.variable("GITHUB_API_URL").orElse("https://api.github.com");
        var client = new ForgeClient(
                api + "/repos/" + repository,
                Map.of(
                        "Authorization", "Bearer " + token,
                        "Accept", "application/vnd.github+json",
                        "X-GitHub-Api-Version", "2022-11-28"));
        var number = pull.path("number").asInt();
        return new Paged(
                client,
                "pull request #" + number,
                "/issues/%d/comments".formatted(number),
                "/issues/comments/",
                "POST",
                "PATCH",
                "");
    }

    private JsonNode event(Path file) throws ForgeFailure {
        try {
            return Json.parse(Files.readAllBytes(surroundings.directory().resolve(file)));
        } catch (IOException | InvalidInput unreadable) {
            throw new ForgeFailure("the event file %s cannot be read".formatted(file));
        }
    }

    private Discussion gitlab() throws ForgeFailure {
        var number = need("CI_MERGE_REQUEST_IID", "this build is not of a merge request");
        var project = need("CI_MERGE_REQUEST_PROJECT_ID", "nothing says whose merge request it is");
        var source = surroundings.variable("CI_MERGE_REQUEST_SOURCE_PROJECT_ID").orElse(project);
        if (!source.equals(project)) {
            throw new ForgeFailure("the merge request comes from a fork, whose builds may not write here");
        }
        var token = need(
                "SEAMWRIGHT_GITLAB_TOKEN", "a job's own token may not comment, make one of the project with scope api");
        var client = new ForgeClient(
                need("CI_API_V4_URL", "nothing says where the API is") + "/projects/" + project,
                Map.of("PRIVATE-TOKEN", token));
        var notes = "/merge_requests/%s/notes".formatted(number);
        return new Paged(
                client, "merge request !" + number, notes, notes + "/", "POST", "PUT", "&sort=asc&order_by=created_at");
    }

    /** Both have the same idea of it. */
    private record Paged(
            ForgeClient client, String title, String list, String one, String adding, String editing, String order)
            implements Discussion {
        @Override
        public List<Comment> comments() throws ForgeFailure {
            var comments = new ArrayList<Comment>();
            for (var page = 1; page <= MOST_PAGES; page++) {
                var listed = elements(client.get("%s?per_page=%d&page=%d%s".formatted(list, PAGE, page, order)));
                for (var comment : listed) {
                    comments.add(new Comment(comment.path("id").asLong(), text(comment, "body")));
                }
                if (listed.size() < PAGE) {
                    break;
                }
            }
            return comments;
        }

        @Override
        public void add(String body) throws ForgeFailure {
            client.send(adding, list, body);
        }

        @Override
        public void edit(long id, String body) throws ForgeFailure {
            client.send(editing, one + id, body);
        }
    }
}
