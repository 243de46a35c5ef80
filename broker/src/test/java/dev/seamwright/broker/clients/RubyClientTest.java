package dev.seamwright.broker.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The last {@code pact-broker} in Ruby: {@code @pact-foundation/pact-cli} 16.1.7. */
class RubyClientTest extends CommandLineClientTest {
    @Override
    Command client() {
        return NpmClients.ruby("pact-broker");
    }

    @Override
    Command pactflow() {
        return NpmClients.ruby("pactflow");
    }

    @Test
    void publishes_with_several_tags() throws IOException {
        run("publish", pactFile("order"), "--consumer-app-version", "1", "--tag", "dev", "--tag", "main")
                .exits(0);
        assertEquals(Set.of("dev", "main"), Set.copyOf(names("/pacticipants/web/versions/1", "/_embedded/tags")));
    }

    @Test
    void publishes_the_document_of_a_provider_in_the_older_way() throws IOException {
        publishDocument(
                        pactflow().with("PACTFLOW_FEATURES", "publish_provider_contracts_using_old_api"),
                        DOCUMENT,
                        "7",
                        "--tag",
                        "dev",
                        "--verification-success",
                        "--verifier",
                        "my tool")
                .exits(0)
                .says(
                        "Successfully published provider contract for api version 7",
                        "/contracts/bi-directional/provider/api/version/7/provider-contract");
        var version = broker.get("/pacticipants/api/versions/7").json();
        assertEquals("dev", version.at("/_embedded/tags/0/name").asText());
        assertEquals("main", version.at("/_embedded/branchVersions/0/name").asText());
        assertEquals(
                DOCUMENT,
                broker.get("/contracts/bi-directional/provider/api/version/7/provider-contract")
                        .json()
                        .get("content")
                        .asText());
    }

    @Test
    void is_told_that_a_branch_was_not_there() {
        verifiedPact();
        run("delete-branch", "-a", "web", "--branch", "nowhere").exits(1).says("not found");
    }
}
