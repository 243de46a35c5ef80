package dev.seamwright.broker.webhook;

import dev.seamwright.broker.webhook.WebhookSender.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a CI says of the build that it has begun: an address (GitLab's pipeline, Jenkins' queue) or a number. */
final class StartedBuild {
    private static final List<String> URLS = List.of("web_url", "html_url", "buildUrl", "build_url", "url");
    private static final List<String> NUMBERS = List.of("number", "build_num", "buildNumber", "id");
    private static final Pattern URL = Pattern.compile("https?://[\\x21-\\x7e]{1,1000}");
    private static final Pattern NUMBER = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private StartedBuild() {}

    static Optional<String> of(Outcome outcome) {
        var location = outcome.headers().entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("Location"))
                .map(header -> header.getValue())
                .filter(value -> URL.matcher(value).matches());
        var json = Formats.json(outcome);
        var url = URLS.stream()
                .map(member -> json.path(member).asText())
                .filter(value -> URL.matcher(value).matches());
        var number = NUMBERS.stream()
                .map(member -> json.path(member).asText())
                .filter(value -> NUMBER.matcher(value).matches());
        return location.findFirst().or(url::findFirst).or(number::findFirst);
    }
}
