package dev.seamwright.cli;

import dev.seamwright.cli.http.Answers;
import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.cli.http.BrokerFailure;
import picocli.CommandLine.Command;

/** Prints the key that signed verdicts are checked with. */
@Command(
        name = "verdict-key",
        header = "Print the public key with which the workspace's verdicts are signed.",
        description = {
            "",
            "Keep it where a build cannot change it, as a variable of the CI system: with it --on-outage last-known checks that an "
                    + "answer of the past is the broker's, and of this workspace.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  SEAMWRIGHT_VERDICT_KEY=$(seamwright verdict-key)",
            "",
            "Exit codes: 0 done, 3 could not find out, 4 wrong usage."
        })
final class VerdictKeyCommand extends BrokerCommand {
    VerdictKeyCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(BrokerClient client) {
        var answer = client.get("/api/v1/verdicts/key");
        var key = Answers.text(answer, "publicKey");
        if (key.isEmpty()) {
            throw new BrokerFailure.Outage(
                    "%s tells no key; is it a Seamwright broker, and new enough?".formatted(client.url()));
        }
        say("ed25519:" + key);
        return ExitCode.YES;
    }
}
