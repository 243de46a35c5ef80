package com.example.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seamwright.junit.PublishContracts;
import dev.seamwright.recorder.RecordStatements;
import dev.seamwright.recorder.Recorder;
import dev.seamwright.recorder.RecordingDataSource;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

@RecordStatements(database = "cart-db")
@PublishContracts(participant = "web", schema = "db/migration")
class CartStoreTest {
    private static final PGSimpleDataSource DATABASE = new PGSimpleDataSource();

    private final CartStore carts;

    CartStoreTest(Recorder recorder) {
        carts = new CartStore(RecordingDataSource.wrap(DATABASE, recorder));
    }

    @BeforeAll
    static void migrate() throws Exception {
        DATABASE.setUrl(System.getenv("DATABASE_URL"));
        try (var connection = DATABASE.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS cart");
            statement.execute(Files.readString(Path.of("db/migration/V1__cart.sql")));
        }
    }

    @Test
    void a_new_cart_is_empty() throws Exception {
        carts.open(1, "mira");
        assertEquals(Optional.of(BigDecimal.ZERO), carts.total(1));
    }
}
