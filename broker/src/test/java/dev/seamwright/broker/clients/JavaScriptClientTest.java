package dev.seamwright.broker.clients;

import dev.seamwright.broker.clients.Command.Result;

/** {@code @pact-foundation/pact} 17 for JavaScript: its consumer test and its verifier, under Node 22. */
class JavaScriptClientTest extends LibraryClientTest {
    JavaScriptClientTest() {
        super("api", "Pact-Rust");
    }

    @Override
    Result verify(String version, String knows) {
        return NpmClients.script("provider.mjs").run(broker.url(), "api", version, knows, """
                {"providerVersionBranch":"main","consumerVersionSelectors":[{"mainBranch":true},{"deployedOrReleased":true}],
                 "enablePending":true,"includeWipPactsSince":"2020-01-01","logLevel":"warn"}""");
    }
}
