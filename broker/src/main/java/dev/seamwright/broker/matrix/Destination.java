package dev.seamwright.broker.matrix;

import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.TagName;

/** What the versions asked about are to work with. */
public sealed interface Destination {
    /** For people, to follow the name of a participant: "in production". */
    String description();

    /** Whatever there is. */
    record Anything() implements Destination {
        @Override
        public String description() {
            return "(any version)";
        }
    }

    /** What is deployed to or released in the environment; every version of it counts. */
    record Environment(EnvironmentName name) implements Destination {
        @Override
        public String description() {
            return "currently in " + name.value();
        }
    }

    /** The newest version with the tag. */
    record Tag(TagName tag) implements Destination {
        @Override
        public String description() {
            return "with tag " + tag.value();
        }
    }

    /** The head of the branch. */
    record Branch(BranchName branch) implements Destination {
        @Override
        public String description() {
            return "from branch " + branch.value();
        }
    }

    /** The head of each one's main branch. */
    record MainBranch() implements Destination {
        @Override
        public String description() {
            return "from the main branch";
        }
    }

    /** The newest version. */
    record Latest() implements Destination {
        @Override
        public String description() {
            return "(the latest version)";
        }
    }
}
