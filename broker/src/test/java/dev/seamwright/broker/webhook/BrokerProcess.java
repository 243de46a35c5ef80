package dev.seamwright.broker.webhook;

import dev.seamwright.broker.db.DatabaseSettings;
import dev.seamwright.broker.testing.TestBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A broker in a process of its own, so that it can be killed as by {@code kill -9}. */
final class BrokerProcess implements AutoCloseable {
    private final Process process;

    private BrokerProcess(Process process) {
        this.process = process;
    }

    /** Runs in the other process. */
    public static void main(String[] args) throws InterruptedException {
        var login = new DatabaseSettings.Login(args[0], args[1], args[2]);
        try (var broker = TestBroker.start(new DatabaseSettings(login, null, 4, true), WebhookFixture::onLoopback)) {
            System.out.println(broker.url());
            new CountDownLatch(1).await();
        }
    }

    static BrokerProcess start(DatabaseSettings database) {
        var login = database.server();
        try {
            return new BrokerProcess(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            BrokerProcess.class.getName(),
                            login.url(),
                            login.user(),
                            login.password())
                    .inheritIO()
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
