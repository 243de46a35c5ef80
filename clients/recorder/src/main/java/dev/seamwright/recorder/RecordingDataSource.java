package dev.seamwright.recorder;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source whose connections are recorded; all else is as without it. Around a pool it sees what the service runs; inside of one
 * also what the pool runs.
 */
public final class RecordingDataSource implements DataSource, AutoCloseable {
    private final DataSource target;
    private final Recorder recorder;

    private RecordingDataSource(DataSource target, Recorder recorder) {
        this.target = target;
        this.recorder = recorder;
    }

    /** The data source, recorded. */
    public static RecordingDataSource wrap(DataSource target, Recorder recorder) {
        return new RecordingDataSource(target, recorder);
    }

    @Override
    public Connection getConnection() throws SQLException {
        return recorder.record(target.getConnection());
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return recorder.record(target.getConnection(user, password));
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this)
                ? type.cast(this)
                : type.isInstance(target) ? type.cast(target) : target.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || type.isInstance(target) || target.isWrapperFor(type);
    }

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return target.getLogWriter();
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        target.setLogWriter(out);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return target.getLoginTimeout();
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        target.setLoginTimeout(seconds);
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return target.getParentLogger();
    }

    /**
     * Closes the data source behind it, if that can be closed.
     *
     * @throws SQLException what hinders that, or has it for its cause
     */
    @Override
    public void close() throws SQLException {
        if (target instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (SQLException | RuntimeException e) {
                throw e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SQLException("Interrupted while the data source was closed", e);
            } catch (Exception e) {
                throw new SQLException("The data source could not be closed", e);
            }
        }
    }

    @Override
    public String toString() {
        return "recorded " + target;
    }
}
