package dev.seamwright.schemadiff.postgres.server;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who PostgreSQL runs as. It refuses to run as root; and it shall end when the broker ends, however that ends: the
 * kernel then sends it SIGINT, its fast shutdown, where {@code setpriv} (util-linux) is installed. It has a session of its own,
 * so that Ctrl-C in the terminal reaches the broker alone, which needs the database until its last request is answered.
 *
 * @param prefix the words before a command that make it run as the account
 * @param uid the owner that the files of the server must have
 * @param gid the group of these files
 */
record Account(List<String> prefix, int uid, int gid) {
    private static final List<String> DIE_WITH_PARENT = List.of("setsid", "setpriv", "--pdeathsig=INT", "--");
    private static final Path PASSWD = Path.of("/etc/passwd");

    Account {
        prefix = List.copyOf(prefix);
    }

    /**
     * The account for a server with these binaries and this data. For an ordinary user that is the user; for root the system
     * user {@code seamwright} or else {@code nobody}; and where that one cannot reach the directories (below {@code /root}, for example),
     * root without its powers, in a user namespace.
     */
    static Account choose(PostgresHome home, Path data) throws IOException {
        var candidates =
                isRoot() ? List.of(unprivileged(), namespace()) : List.of(current(DIE_WITH_PARENT), current(List.of()));
        var failures = new ArrayList<String>();
        for (var candidate : candidates) {
            var failure = candidate.failure(home, data);
            if (failure.isEmpty()) {
                return candidate;
            }
            failures.add("  " + String.join(" ", candidate.prefix) + " "
                    + failure.get().strip());
        }
        throw new EmbeddedPostgresException(
                "No account can run PostgreSQL (which refuses to run as root) with the data in %s and the programs in %s:%n%s%nUse a --data-dir that every user can reach (such as /var/lib/seamwright), run as an ordinary user, or use --database-url."
                        .formatted(data, home.directory(), String.join(System.lineSeparator(), failures)));
    }

    static boolean isRoot() {
        return uidOfThisProcess() == 0;
    }

    /** The command line of the program as this account. */
    List<String> command(Path program, List<String> arguments) {
        return Stream.of(prefix, List.of(program.toString()), arguments)
                .flatMap(List::stream)
                .toList();
    }

    /** A builder with a bare environment: no {@code PG…} variable and no locale of the caller reaches the server. */
    static ProcessBuilder process(List<String> command) {
        var builder = new ProcessBuilder(command).directory(new File("/")).redirectErrorStream(true);
        builder.environment().keySet().retainAll(List.of("PATH"));
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    /** Why the account cannot run the programs in the directory; empty when it can. */
    private Optional<String> failure(PostgresHome home, Path data) throws IOException {
        var check = List.of(
                "-c", "test -x \"$1\" && test -x \"$2\" || { echo cannot reach \"$1\" or \"$2\"; exit 1; }", "check");
        var paths = List.of(home.program("postgres").toString(), data.toString());
        var command = command(
                Path.of("sh"), Stream.concat(check.stream(), paths.stream()).toList());
        try {
            var process = process(command).start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? Optional.empty() : Optional.of(output);
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException("Interrupted while PostgreSQL was being started.", e);
        }
    }

    private static Account unprivileged() throws IOException {
        var entry =
                passwd("seamwright").or(() -> passwd("nobody")).orElse(new String[] {"nobody", "x", "65534", "65534"});
        var uid = Integer.parseInt(entry[2]);
        var gid = Integer.parseInt(entry[3]);
        var prefix = List.of(
                "setsid",
                "setpriv",
                "--reuid=" + uid,
                "--regid=" + gid,
                "--clear-groups",
                "--no-new-privs",
                "--pdeathsig=INT",
                "--");
        return new Account(prefix, uid, gid);
    }

    private static Account namespace() {
        var prefix = Stream.concat(Stream.of("unshare", "--user", "--"), DIE_WITH_PARENT.stream());
        return current(prefix.toList());
    }

    private static Account current(List<String> prefix) {
        return new Account(prefix, uidOfThisProcess(), idOfThisProcess("unix:gid"));
    }

    private static Optional<String[]> passwd(String user) {
        try (var lines = Files.lines(PASSWD, StandardCharsets.ISO_8859_1)) {
            return lines.map(line -> line.split(":", -1))
                    .filter(fields -> fields.length >= 4 && fields[0].equals(user))
                    .findFirst();
        } catch (IOException e) {
            throw new EmbeddedPostgresException("Cannot read " + PASSWD + ": " + e.getMessage(), e);
        }
    }

    private static int uidOfThisProcess() {
        return idOfThisProcess("unix:uid");
    }

    private static int idOfThisProcess(String attribute) {
        try {
            return (int) Files.getAttribute(Path.of("/proc/self"), attribute);
        } catch (IOException e) {
            throw new EmbeddedPostgresException("Cannot find out which user this is: " + e.getMessage(), e);
        }
    }
}
