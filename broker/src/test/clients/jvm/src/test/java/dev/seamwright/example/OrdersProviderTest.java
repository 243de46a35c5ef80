package dev.seamwright.example;

import au.com.dius.pact.provider.junit5.HttpTestTarget;
import au.com.dius.pact.provider.junit5.PactVerificationContext;
import au.com.dius.pact.provider.junit5.PactVerificationInvocationContextProvider;
import au.com.dius.pact.provider.junitsupport.Provider;
import au.com.dius.pact.provider.junitsupport.State;
import au.com.dius.pact.provider.junitsupport.loader.PactBroker;
import au.com.dius.pact.provider.junitsupport.loader.PactBrokerConsumerVersionSelectors;
import au.com.dius.pact.provider.junitsupport.loader.SelectorBuilder;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/** The provider {@code jvm-api}, which knows the paths that match the property {@code provider.knows}. */
@Provider("jvm-api")
@PactBroker(
        url = "${pact.broker}",
        enablePendingPacts = "true",
        providerBranch = "main",
        includeWipPactsSince = "2020-01-01")
class OrdersProviderTest {
    private HttpServer server;

    @PactBrokerConsumerVersionSelectors
    public static SelectorBuilder selectors() {
        return new SelectorBuilder().mainBranch().deployedOrReleased();
    }

    @BeforeEach
    void start(PactVerificationContext context) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var known = exchange.getRequestURI().getPath().matches(System.getProperty("provider.knows"));
            var body = (known ? "{\"id\":1,\"state\":\"paid\"}" : "{}").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(known ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        if (context != null) {
            context.setTarget(new HttpTestTarget("127.0.0.1", server.getAddress().getPort()));
        }
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @State("order 1 exists")
    void orderExists() {}

    @TestTemplate
    @ExtendWith(PactVerificationInvocationContextProvider.class)
    void keeps_its_pacts(PactVerificationContext context) {
        if (context != null) {
            context.verifyInteraction();
        }
    }
}
