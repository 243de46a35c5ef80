package dev.seamwright.cli;

import java.nio.file.Path;

/** Where files of this user lie that may be lost. */
public final class CacheDirectory {
    private CacheDirectory() {}

    /** {@code SEAMWRIGHT_CACHE_DIR}, else {@code seamwright} below {@code XDG_CACHE_HOME} or {@code ~/.cache}. */
    public static Path of(Surroundings surroundings) {
        return surroundings
                .variable("SEAMWRIGHT_CACHE_DIR")
                .map(Path::of)
                .or(() -> surroundings.variable("XDG_CACHE_HOME").map(cache -> Path.of(cache, "seamwright")))
                .or(() -> surroundings.variable("HOME").map(home -> Path.of(home, ".cache", "seamwright")))
                .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir"), "seamwright"));
    }
}
