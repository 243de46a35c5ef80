import au.com.dius.pact.core.model.DefaultPactReader;
import au.com.dius.pact.core.model.StringSource;
import au.com.dius.pact.provider.HttpClientFactory;
import au.com.dius.pact.provider.ProviderClient;
import au.com.dius.pact.provider.ProviderInfo;
import au.com.dius.pact.provider.ProviderVerifier;
import au.com.dius.pact.provider.VerificationResult;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;

/** Replays a pact with Pact JVM's own runner, again and again, without its reports; prints the milliseconds of each time, and of CPU. */
public final class PactJvmRun {
    public static void main(String[] args) throws Exception {
        System.setProperty("pact_do_not_track", "true");
        var url = URI.create(args[0]);
        for (var run = 0; run < Integer.parseInt(args[2]); run++) {
            var began = System.nanoTime();
            var cpu = cpuMillis();
            var pact = DefaultPactReader.INSTANCE.loadPact(new StringSource(Files.readString(Path.of(args[1]))));
            var verifier = new ProviderVerifier();
            verifier.setReporters(new ArrayList<>());
            verifier.setProjectHasProperty(_ -> false);
            verifier.setProjectGetProperty(_ -> null);
            var provider = new ProviderInfo("orders");
            provider.setHost(url.getHost());
            provider.setPort(url.getPort());
            var client = new ProviderClient(provider, new HttpClientFactory());
            for (var interaction : pact.getInteractions()) {
                var result = verifier.verifyResponseFromProvider(provider, interaction.asSynchronousRequestResponse(), interaction.getDescription(), new HashMap<>(), client, new HashMap<>(), false, pact);
                if (!(result instanceof VerificationResult.Ok)) {
                    throw new IllegalStateException(result.toString());
                }
            }
            System.out.printf("%d %d%n", (System.nanoTime() - began) / 1_000_000, cpuMillis() - cpu);
        }
        System.exit(0);
    }

    private static long cpuMillis() throws Exception {
        var text = Files.readString(Path.of("/proc/self/stat"));
        var fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10;
    }
}
