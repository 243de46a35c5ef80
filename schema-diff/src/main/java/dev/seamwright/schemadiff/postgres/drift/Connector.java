package dev.seamwright.schemadiff.postgres.drift;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens connections to one live database, as a role that needs no privilege beyond CONNECT. */
@FunctionalInterface
public interface Connector {
    /** A connection of the caller's own, in autocommit mode. */
    Connection open() throws SQLException;
}
