package dev.seamwright.broker.pactapi;

import dev.seamwright.broker.contract.PublishedPact;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Hal;
import dev.seamwright.broker.http.Links;
import java.io.ByteArrayOutputStream;

/** A pact as the Pact API serves it: the stored document, with {@code createdAt} and the links that clients follow. */
final class PactResource {
    private PactResource() {}

    /** The whole resource as UTF-8 JSON; the document itself is copied, not parsed. */
    static byte[] print(PublishedPact pact, PactMetadata metadata, Links links) {
        var body = pact.body().bytes();
        var rest = Answers.print(members(pact, metadata, links).build());
        var end = body.length - 1; // the closing brace
        var out = new ByteArrayOutputStream(body.length + rest.length + 1);
        out.write(body, 0, end);
        if (body.length > 2) {
            out.write(',');
        }
        out.write(rest, 1, rest.length - 1);
        return out.toByteArray();
    }

    private static Hal members(PublishedPact pact, PactMetadata metadata, Links links) {
        var consumer = pact.consumer().value();
        var provider = pact.provider().value();
        var version = pact.version().value();
        var pair = links.to("pacts", "provider", provider, "consumer", consumer);
        var self = pair + "/version/" + Links.encode(version);
        var content = pair + "/pact-version/" + pact.sha();
        var permalink = metadata.consumerVersions().isEmpty()
                ? content + "/metadata/" + PactMetadata.of(pact.version()).encode()
                : content + "/metadata/" + metadata.encode();
        var consumerUrl = links.to("pacticipants", consumer);
        var title = "Pact between %s (%s) and %s".formatted(consumer, version, provider);
        return new Hal()
                .put("createdAt", Hal.time(pact.createdAt()))
                .link("self", self, title, title)
                .link("pb:consumer", consumerUrl, "Consumer", consumer)
                .link(
                        "pb:consumer-version",
                        consumerUrl + "/versions/" + Links.encode(version),
                        "Consumer version",
                        version)
                .link("pb:provider", links.to("pacticipants", provider), "Provider", provider)
                .link("pb:pact-version", content, "Pact content permalink", pact.sha())
                .link("pb:latest-pact-version", pair + "/latest", "Latest version of this pact")
                .link("pb:all-pact-versions", pair + "/versions", "All versions of this pact")
                .link(
                        "pb:latest-untagged-pact-version",
                        pair + "/latest-untagged",
                        "Latest untagged version of this pact")
                .templated(
                        "pb:latest-tagged-pact-version", pair + "/latest/{tag}", "Latest tagged version of this pact")
                .link("pb:previous-distinct", self + "/previous-distinct", "Previous distinct version of this pact")
                .link(
                        "pb:diff-previous-distinct",
                        self + "/diff/previous-distinct",
                        "Diff with the previous distinct version")
                .templated(
                        "pb:diff",
                        content + "/diff/pact-version/{pactVersion}",
                        "Diff with another content of this pact")
                .link(
                        "pb:pact-webhooks",
                        links.to("webhooks", "provider", provider, "consumer", consumer),
                        "Webhooks for this pair")
                .link("pb:consumer-webhooks", links.to("webhooks", "consumer", consumer), "Webhooks for the consumer")
                .link(
                        "pb:tag-prod-version",
                        consumerUrl + "/versions/" + Links.encode(version) + "/tags/prod",
                        "PUT here to tag this version as prod")
                .templated(
                        "pb:tag-version",
                        consumerUrl + "/versions/" + Links.encode(version) + "/tags/{tag}",
                        "PUT here to tag this version")
                .link(
                        "pb:publish-verification-results",
                        permalink + "/verification-results",
                        "Publish verification results")
                .link(
                        "pb:latest-verification-results",
                        content + "/verification-results/latest",
                        "Latest verification result")
                .link("pb:triggered-webhooks", self + "/triggered-webhooks", "Webhooks triggered by this pact")
                .link(
                        "pb:matrix-for-consumer-version",
                        links.template("/matrix?q[][pacticipant]=%s&q[][version]=%s&latestby=cvpv"
                                .formatted(Links.encode(consumer), Links.encode(version))),
                        "Matrix of this consumer version")
                .curies(links);
    }
}
