package dev.seamwright.schemadiff.postgres.server;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory with the PostgreSQL binaries: {@code bin}, {@code lib}, {@code share}.
 *
 * @param directory absolute, with symbolic links resolved
 */
record PostgresHome(Path directory) {
    /** System property that names an unpacked directory, which the distribution sets. */
    static final String PROPERTY = "seamwright.postgres.home";

    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
    private static final Logger log = LoggerFactory.getLogger(PostgresHome.class);

    /** The directory that the system property names, else the archive of the class path, unpacked once per machine and user. */
    static PostgresHome locate() {
        var given = System.getProperty(PROPERTY);
        try {
            if (given != null) {
                return existing(Path.of(given));
            }
            return unpacked(cache());
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "Cannot unpack the embedded PostgreSQL to %s: %s. Make room or grant access there, or use --database-url."
                            .formatted(cache(), e),
                    e);
        }
    }

    Path program(String name) {
        return directory.resolve("bin").resolve(name);
    }

    private static PostgresHome existing(Path directory) throws IOException {
        if (!Files.isExecutable(directory.resolve("bin/postgres"))) {
            throw new EmbeddedPostgresException("%s names %s, but there is no program bin/postgres in it."
                    .formatted(PROPERTY, directory.toAbsolutePath()));
        }
        return new PostgresHome(directory.toRealPath());
    }

    /** For root a place that other accounts can reach, because PostgreSQL does not run as root. */
    private static Path cache() {
        if (Account.isRoot()) {
            return Path.of("/var/cache/seamwright");
        }
        var xdg = System.getenv("XDG_CACHE_HOME");
        var base = xdg != null && !xdg.isBlank() ? Path.of(xdg) : Path.of(System.getProperty("user.home"), ".cache");
        return base.resolve("seamwright");
    }

    /** Unpacks the archive below the directory unless a former start did. */
    static synchronized PostgresHome unpacked(Path cache) throws IOException {
        var archive = PostgresHome.class.getResource(ARCHIVE);
        if (archive == null
                || !"Linux".equals(System.getProperty("os.name"))
                || !"amd64".equals(System.getProperty("os.arch"))) {
            throw new EmbeddedPostgresException(
                    "The embedded PostgreSQL runs on Linux on amd64 only. Point --database-url at a PostgreSQL 15 or newer.");
        }
        var target = cache.resolve("postgres-" + key(archive));
        if (Files.isDirectory(target)) {
            return new PostgresHome(target.toRealPath());
        }
        Files.createDirectories(cache);
        try (var lockFile = FileChannel.open(
                        cache.resolve("unpack.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = lockFile.lock()) {
            if (!Files.isDirectory(target)) {
                log.info("unpacking PostgreSQL directory={}", target);
                var partial = cache.resolve(target.getFileName() + ".partial");
                Trees.delete(partial);
                unpack(archive, partial);
                Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return new PostgresHome(target.toRealPath());
    }

    /** The checksum of the archive, which the jar's directory knows without reading the archive. */
    private static String key(URL archive) throws IOException {
        var connection = archive.openConnection();
        return connection instanceof JarURLConnection jar
                ? "%08x".formatted(jar.getJarEntry().getCrc())
                : "%d".formatted(connection.getContentLengthLong());
    }

    private static void unpack(URL archive, Path target) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZCompressorInputStream(archive.openStream()))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                var path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("The archive has an entry outside of its directory: " + entry.getName());
                }
                write(tar, entry, path);
            }
        }
        try (var all = Files.walk(target)) {
            for (var path : all.filter(Files::isDirectory).toList()) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, path);
        var executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
}
