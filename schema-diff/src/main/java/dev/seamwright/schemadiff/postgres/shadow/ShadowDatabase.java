package dev.seamwright.schemadiff.postgres.shadow;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** A database for one run, which belongs to the candidate's role. */
public final class ShadowDatabase {
    /** What the candidate's role is called in what is read of the database: its own name differs from run to run. */
    public static final String OWNER = "(owner)";

    private final String name;
    private final String url;
    private final Properties login;

    ShadowDatabase(String name, String url, Properties login) {
        this.name = name;
        this.url = url;
        this.login = login;
    }

    /** The name of the database, and of the role that owns it. */
    public String name() {
        return name;
    }

    /** A connection as the candidate's role, which commits automatically. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url, login);
    }
}
