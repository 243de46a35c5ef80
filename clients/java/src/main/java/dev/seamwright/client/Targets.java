package dev.seamwright.client;

import dev.seamwright.client.model.BranchTarget;
import dev.seamwright.client.model.EnvironmentTarget;
import dev.seamwright.client.model.LatestTarget;
import dev.seamwright.client.model.MainBranchTarget;
import dev.seamwright.client.model.TagTarget;
import dev.seamwright.client.model.Target;

/** What versions must fit to, for {@code CanIDeployQuestion}. */
public final class Targets {
    private Targets() {}

    /** What is deployed to or supported in an environment now. */
    public static Target environment(String name) {
        return new EnvironmentTarget(EnvironmentTarget.TypeEnum.ENVIRONMENT, name);
    }

    /** The heads of a branch. */
    public static Target branch(String name) {
        return new BranchTarget(BranchTarget.TypeEnum.BRANCH, name);
    }

    /** The newest versions with a tag. */
    public static Target tag(String name) {
        return new TagTarget(TagTarget.TypeEnum.TAG, name);
    }

    /** The heads of the main branches. */
    public static Target mainBranch() {
        return new MainBranchTarget(MainBranchTarget.TypeEnum.MAIN_BRANCH);
    }

    /** The newest versions of all. */
    public static Target latest() {
        return new LatestTarget(LatestTarget.TypeEnum.LATEST);
    }
}
