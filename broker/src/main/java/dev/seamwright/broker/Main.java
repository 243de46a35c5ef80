package dev.seamwright.broker;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;

/** Starts the broker. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        var broker = Broker.start(
                BrokerConfig.local(Path.of(System.getProperty("user.home"), ".seamwright"), 9292), Clock.systemUTC());
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "shutdown"));
        System.out.println("http://127.0.0.1:" + broker.port());
        new CountDownLatch(1).await();
    }
}
