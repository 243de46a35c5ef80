package dev.seamwright.cli;

import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import picocli.CommandLine.Option;

/** One version of one participant. A picocli mixin. */
final class VersionOptions {
    @Option(
            names = {"-a", "--participant", "--pacticipant"},
            required = true,
            paramLabel = "NAME",
            description = "The participant.")
    private String participant = "";

    @Option(
            names = {"-e", "--version"},
            required = true,
            paramLabel = "VERSION",
            description = "Its version.")
    private String version = "";

    String participant() {
        return new ParticipantName(participant).value();
    }

    String version() {
        return new VersionNumber(version).value();
    }

    @Override
    public String toString() {
        return participant + " " + version;
    }
}
