/** Pull requests of GitHub and merge requests of GitLab, in which a verdict is told. */
@NullMarked
package dev.seamwright.cli.forge;

import org.jspecify.annotations.NullMarked;
