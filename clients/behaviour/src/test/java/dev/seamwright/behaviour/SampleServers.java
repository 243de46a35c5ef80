package dev.seamwright.behaviour;

import dev.seamwright.broker.Broker;
import dev.seamwright.broker.BrokerConfig;
import dev.seamwright.client.Seamwright;
import dev.seamwright.client.model.Contract;
import dev.seamwright.schemadiff.postgres.server.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** What sample projects need around them: a broker, and a PostgreSQL for their own tests. */
final class SampleServers implements AutoCloseable {
    private final Broker broker;
    private final EmbeddedPostgres postgres;

    private SampleServers(Broker broker, EmbeddedPostgres postgres) {
        this.broker = broker;
        this.postgres = postgres;
    }

    static SampleServers in(Path directory) throws IOException {
        Languages.openToDatabase(directory);
        var broker = Broker.start(BrokerConfig.local(directory.resolve("data"), 0), Clock.systemUTC());
        return new SampleServers(
                broker,
                EmbeddedPostgres.start(EmbeddedPostgres.Settings.in(directory.resolve("samples-data"))
                        .with("fsync", "off")));
    }

    String url() {
        return "http://127.0.0.1:" + broker.port();
    }

    Seamwright client() {
        return Seamwright.builder().url(url()).build();
    }

    /** For JDBC. */
    String jdbcUrl() {
        return "%s?user=%s&password=%s".formatted(postgres.superuserUrl(), postgres.superuser(), postgres.password());
    }

    /** For libpq and what is like it. */
    String databaseUrl() {
        return databaseUrl(postgres);
    }

    static String databaseUrl(EmbeddedPostgres postgres) {
        return "postgresql://%s:%s@127.0.0.1:%d/postgres"
                .formatted(postgres.superuser(), postgres.password(), postgres.port());
    }

    /** The kinds of what a version has published, in the order of their names. */
    List<String> kinds(String participant, String version) {
        return contracts(participant, version).stream()
                .map(contract -> contract.kind().value())
                .sorted()
                .toList();
    }

    List<Contract> contracts(String participant, String version) {
        return client().contracts().listVersionContracts(participant, version).items();
    }

    @Override
    public void close() {
        broker.close();
        postgres.close();
    }
}
