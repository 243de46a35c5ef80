import dev.seamwright.client.Pages;
import dev.seamwright.client.Seamwright;
import dev.seamwright.client.SeamwrightException.NotFound;
import dev.seamwright.client.Targets;
import dev.seamwright.client.api.ParticipantsApi.ListParticipantsOptions;
import dev.seamwright.client.model.CanIDeployQuestion;
import dev.seamwright.client.model.ContractKind;
import dev.seamwright.client.model.ContractRef;
import dev.seamwright.client.model.ContractToPublish;
import dev.seamwright.client.model.ContractsToPublish;
import dev.seamwright.client.model.DeploymentToRecord;
import dev.seamwright.client.model.EnvironmentToPut;
import dev.seamwright.client.model.ParticipantPage;
import dev.seamwright.client.model.VerificationToPublish;
import dev.seamwright.client.model.VersionSelector;
import dev.seamwright.client.model.VersionToPut;
import java.util.List;

/**
 * A consumer publishes what it needs, its provider says that it keeps it, and both ask whether they can be deployed.
 *
 * <p>{@code SEAMWRIGHT_BROKER_URL=… SEAMWRIGHT_TOKEN=… java -cp seamwright-client.jar:… CanIDeploy.java}
 */
public class CanIDeploy {
    private static final String PACT =
            """
            {"consumer": {"name": "web"}, "provider": {"name": "orders"},
             "interactions": [{"description": "an order", "request": {"method": "GET", "path": "/orders/1"},
                               "response": {"status": 200, "body": {"id": 1}}}],
             "metadata": {"pactSpecification": {"version": "2.0.0"}}}
            """;

    public static void main(String[] arguments) {
        var seamwright = Seamwright.connect();

        seamwright.versions().putVersion("orders", "2.0.0", new VersionToPut().withBranch("main"));
        seamwright.environments().putEnvironment("production", new EnvironmentToPut(true));
        seamwright.deployments().recordDeployment(new DeploymentToRecord("orders", "2.0.0", "production"));

        var published = seamwright
                .contracts()
                .publishContracts(
                        "web",
                        "1.0.0",
                        new ContractsToPublish(
                                        List.of(new ContractToPublish(ContractKind.PACT, PACT).withProvider("orders")))
                                .withBranch("main"));
        System.out.println("web 1.0.0 before orders verified it: " + verdict(seamwright));

        var pact = published.contracts().get(0);
        seamwright
                .verifications()
                .publishVerification(
                        new VerificationToPublish(new ContractRef(pact.kind(), pact.sha256()), "orders", "2.0.0", true));
        System.out.println("web 1.0.0 afterwards: " + verdict(seamwright));

        var participants = Pages.of(
                cursor -> seamwright
                        .participants()
                        .listParticipants(new ListParticipantsOptions().limit(1).cursor(cursor)),
                ParticipantPage::items,
                ParticipantPage::next);
        for (var participant : participants) {
            System.out.println("participant: " + participant.name());
        }

        try {
            seamwright.participants().getParticipant("nobody");
        } catch (NotFound notFound) {
            System.out.println(notFound.status() + " " + notFound.type());
        }
    }

    private static String verdict(Seamwright seamwright) {
        var question = new CanIDeployQuestion(
                List.of(new VersionSelector("web").withVersion("1.0.0")), Targets.environment("production"));
        return seamwright.verdicts().canIDeploy(question).deployable().value();
    }
}
