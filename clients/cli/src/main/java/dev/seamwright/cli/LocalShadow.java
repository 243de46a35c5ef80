package dev.seamwright.cli;

import dev.seamwright.cli.database.Databases;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The PostgreSQL in which schemas are made: one that this program starts for itself, or the one of SEAMWRIGHT_SHADOW_URL. */
final class LocalShadow {
    /** For what takes as long as there are files. */
    static final Shadow.Limits PATIENT =
            new Shadow.Limits(Duration.ofMinutes(15), Duration.ofMinutes(1), Shadow.Limits.DEFAULT.databaseBytes());

    private static final int MOST_SHADOWS = 16;

    private LocalShadow() {}

    /**
     * A shadow of the user's own, or one in a directory that no other process uses, which is started when it is first needed.
     *
     * @throws UsageFailure when the user's own cannot be used
     */
    static Shadow of(Surroundings surroundings, Shadow.Limits limits) {
        var given = new Databases(surroundings).shadow();
        if (given.isEmpty()) {
            return Shadow.embedded(directory(surroundings), limits);
        }
        var login = given.get();
        try {
            return Shadow.given(login.url(), login.user(), login.password(), limits);
        } catch (Shadow.Unusable unusable) {
            throw new UsageFailure("SEAMWRIGHT_SHADOW_URL: " + unusable.getMessage());
        }
    }

    /** For root below a directory that the server's account can reach. */
    private static Path directory(Surroundings surroundings) {
        var isRootsHome = "root".equals(System.getProperty("user.name"))
                && surroundings.variable("SEAMWRIGHT_CACHE_DIR").isEmpty();
        var cache = isRootsHome ? Path.of("/var/cache/seamwright") : CacheDirectory.of(surroundings);
        for (var i = 1; i < MOST_SHADOWS; i++) {
            var directory = cache.resolve("shadow-" + i);
            if (!isInUse(directory)) {
                return directory;
            }
        }
        return cache.resolve("shadow-" + MOST_SHADOWS);
    }

    private static boolean isInUse(Path directory) {
        try {
            var owner = Files.readString(directory.resolve("broker.pid")).strip();
            return owner.matches("\\d{1,18}")
                    && Long.parseLong(owner) != ProcessHandle.current().pid()
                    && ProcessHandle.of(Long.parseLong(owner)).isPresent();
        } catch (IOException neverUsed) {
            return false;
        }
    }
}
