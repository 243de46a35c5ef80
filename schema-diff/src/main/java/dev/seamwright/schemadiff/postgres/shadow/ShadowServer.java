package dev.seamwright.schemadiff.postgres.shadow;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/** The PostgreSQL server in which runs take place, and what the shadow may do there. */
interface ShadowServer extends AutoCloseable {
    /**
     * What the shadow's own login may do.
     *
     * @param superuser for what ordinary roles may not do: roles with BYPASSRLS or REPLICATION, extensions, vetted statements
     * @param alone whether nobody else uses the server
     * @param version as {@code server_version_num} has it
     */
    record Powers(boolean superuser, boolean alone, int version) {
        int major() {
            return version / 10_000;
        }
    }

    Powers powers();

    /** A connection with the shadow's own login; no code of a candidate runs in it. */
    Connection open(String database) throws SQLException;

    /** The database to which {@link #open} leads when no run's database is meant. */
    String home();

    /** The JDBC URL of a database, and what every login needs besides user and password. */
    String url(String database);

    /** A copy of the connection properties that {@link #url} goes with, without user and password. */
    Properties properties();

    /**
     * Waits until no other process uses the server for a run.
     *
     * @throws Shadow.Busy when that takes longer
     */
    default void claim(Connection admin, Duration wait) throws SQLException {
        // nobody else has it
    }

    /** Lets other processes have the server. */
    default void release(Connection admin) throws SQLException {
        // nobody else has it
    }

    /**
     * Called when a run left something behind that cannot be taken away.
     *
     * @param cause what
     */
    void spoiled(String cause);

    @Override
    void close();
}
