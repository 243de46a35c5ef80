package dev.seamwright.schemadiff.postgres.rls;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/** How a review reaches its database: no connection is a superuser's, and each commits automatically. */
interface Logins {
    /** As the role that made the schema. */
    Connection owner() throws SQLException;

    /** Oids of tables that stand in for foreign ones. */
    Set<Long> foreign();

    /** Through the role's own login, with the settings that it brings. */
    Connection as(String role) throws SQLException;
}
