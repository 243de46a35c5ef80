package dev.seamwright.cli.build;

import dev.seamwright.cli.Surroundings;
import java.util.Optional;

/**
 * What is being built. The commit is git's, since a CI system may name another repository's; the branch is the CI system's,
 * since it checks out a commit without its branch.
 */
public final class Build {
    private final Surroundings surroundings;
    private final Optional<CiSystem> ci;

    private Build(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.ci = CiSystem.detect(surroundings.variables());
    }

    /** Looks at the environment variables now, and at git when it is asked. */
    public static Build detect(Surroundings surroundings) {
        return new Build(surroundings);
    }

    /** The full hash of the commit. */
    public Optional<String> commit() {
        return Git.commit(surroundings.directory())
                .or(() -> ci.flatMap(system -> system.commit(surroundings.variables())));
    }

    /** Absent on a detached head outside of CI, and while a git tag is built. */
    public Optional<String> branch() {
        var known = ci.flatMap(system -> system.branch(surroundings.variables()));
        return known.isPresent() ? known : Git.branch(surroundings.directory());
    }

    /** The page of the build in the CI system. */
    public Optional<String> url() {
        return ci.flatMap(system -> system.buildUrl(surroundings.variables()));
    }
}
