package dev.seamwright.cli.database;

import dev.seamwright.cli.FileFailure;
import dev.seamwright.cli.Surroundings;
import dev.seamwright.cli.UsageFailure;
import dev.seamwright.schemadiff.postgres.drift.Connector;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where live databases are, and as whom to read them. User and password come from variables, so that no other user of the machine sees
 * them; a URL is never printed, for it may have a password in it.
 */
public final class Databases {
    private static final String PREFIX = "jdbc:postgresql:";
    private static final Pattern CREDENTIALS = Pattern.compile("^jdbc:postgresql://[^/?]*@");
    private static final String CONNECT_TIMEOUT_SECONDS = "10";

    private final Surroundings surroundings;

    public Databases(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * The database of the option, or of the variable SEAMWRIGHT_DATABASE_URL.
     *
     * @throws UsageFailure when there is none, or no JDBC URL of PostgreSQL
     */
    public Connector only(@Nullable String option) {
        var url = Optional.ofNullable(option)
                .or(() -> secret("SEAMWRIGHT_DATABASE_URL"))
                .orElseThrow(
                        () -> new UsageFailure(
                                "Which database? Give --database-url, or set SEAMWRIGHT_DATABASE_URL (or …_URL_FILE, a file that holds it)."));
        return connector("--database-url", url, "");
    }

    /**
     * The database that an option names.
     *
     * @throws UsageFailure when the URL is no JDBC URL of PostgreSQL
     */
    public Connector of(String option, String url) {
        return connector(option, url, "");
    }

    /**
     * One of several databases; a variable with the name at its end, in capitals, is of this one alone: SEAMWRIGHT_DATABASE_PASSWORD_EU.
     *
     * @throws UsageFailure when the URL is no JDBC URL of PostgreSQL
     */
    public Connector named(String name, String url) {
        return connector(
                "The URL of " + name, url, "_" + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"));
    }

    /** A PostgreSQL in which schemas may be made, and as whom. */
    public record Login(String url, String user, String password) {}

    /**
     * The PostgreSQL of the variable SEAMWRIGHT_SHADOW_URL, where there is one.
     *
     * @throws UsageFailure when the URL is no JDBC URL of PostgreSQL, or there is no user
     */
    public Optional<Login> shadow() {
        return secret("SEAMWRIGHT_SHADOW_URL").map(url -> {
            check("SEAMWRIGHT_SHADOW_URL", url, "SEAMWRIGHT_SHADOW");
            var user = secret("SEAMWRIGHT_SHADOW_USER")
                    .orElseThrow(
                            () -> new UsageFailure(
                                    "SEAMWRIGHT_SHADOW_URL is set, and no user; set SEAMWRIGHT_SHADOW_USER and SEAMWRIGHT_SHADOW_PASSWORD."));
            return new Login(url, user, secret("SEAMWRIGHT_SHADOW_PASSWORD").orElse(""));
        });
    }

    private static void check(String origin, String url, String variables) {
        if (!url.startsWith(PREFIX)) {
            throw new UsageFailure("%s is no JDBC URL of PostgreSQL; it is like jdbc:postgresql://host:5432/database"
                    .formatted(origin));
        }
        if (CREDENTIALS.matcher(url).find()) { // the driver takes them for a host and a port, and prints them
            throw new UsageFailure(
                    "%s has a user in front of its host, which is not how JDBC is told; set %s_USER and %s_PASSWORD."
                            .formatted(origin, variables, variables));
        }
    }

    private Connector connector(String origin, String url, String suffix) {
        check(origin, url, "SEAMWRIGHT_DATABASE");
        var properties = new Properties();
        property(properties, "user", "SEAMWRIGHT_DATABASE_USER", suffix);
        property(properties, "password", "SEAMWRIGHT_DATABASE_PASSWORD", suffix);
        properties.setProperty("connectTimeout", CONNECT_TIMEOUT_SECONDS);
        properties.setProperty("ApplicationName", "seamwright");
        return () -> DriverManager.getConnection(url, properties);
    }

    private void property(Properties properties, String property, String variable, String suffix) {
        secret(variable + suffix)
                .or(() -> secret(variable))
                .ifPresent(value -> properties.setProperty(property, value));
    }

    private Optional<String> secret(String name) {
        var value = surroundings.variable(name);
        return value.isPresent()
                ? value.map(String::strip)
                : surroundings.variable(name + "_FILE").map(file -> read(name + "_FILE", file));
    }

    private String read(String variable, String file) {
        try {
            return Files.readString(surroundings.directory().resolve(file)).strip();
        } catch (IOException failure) {
            throw new UsageFailure(
                    "%s names %s, which cannot be read: %s".formatted(variable, file, FileFailure.reason(failure)));
        }
    }
}
