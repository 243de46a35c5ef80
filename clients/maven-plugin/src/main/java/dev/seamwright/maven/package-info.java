/** Goals of Maven builds. Each is a command of the command line, which runs in a process of its own. */
@NullMarked
package dev.seamwright.maven;

import org.jspecify.annotations.NullMarked;
