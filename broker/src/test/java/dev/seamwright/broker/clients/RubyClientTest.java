package dev.seamwright.broker.clients;

import org.junit.jupiter.api.Test;

/** The last {@code pact-broker} in Ruby: {@code @pact-foundation/pact-cli} 16.1.7. */
class RubyClientTest extends CommandLineClientTest {
    @Override
    Command client() {
        return NpmClients.ruby("pact-broker");
    }

    @Test
    void is_told_that_a_branch_was_not_there() {
        verifiedPact();
        run("delete-branch", "-a", "web", "--branch", "nowhere").exits(1).says("not found");
    }
}
