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
    void is_told_that_a_branch_was_not_there() {
        verifiedPact();
        run("delete-branch", "-a", "web", "--branch", "nowhere").exits(1).says("not found");
    }
}
