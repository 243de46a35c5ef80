package dev.seamwright.schemadiff.postgres.rls;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seamwright.schemadiff.postgres.server.TestServer;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The folders of the rules on a server that the user gives, Debian's PostgreSQL 15: the verdict is the same, or the reason is said. */
@Tag("slow")
class RlsOtherServerTest {
    /** A role with REPLICATION is made on a server of the shadow's own alone; that is the reason. */
    private static final Map<String, String> DIFFERENT = Map.of("rls-replication", "unknown");

    /** Twins in SQL that 15 does not know ({@code GRANT … WITH SET}), or that alter a role, which before 16 no candidate may. */
    private static final Set<String> NOT_LOADED =
            Set.of("rls-not-forced", "rls-bypass-role", "rls-identity-by-default");

    @SuppressWarnings("NullAway.Init")
    private static Connection data;

    @SuppressWarnings("NullAway.Init")
    private static Shadow shadow;

    @BeforeAll
    static void start() throws SQLException {
        data = TestServer.embedded().connect("postgres");
        var given = TestServer.debian();
        shadow = Shadow.given(given.url("postgres"), "postgres", given.password(), data, Shadow.Limits.DEFAULT);
    }

    @AfterAll
    static void stop() throws SQLException {
        shadow.close();
        data.close();
    }

    static Stream<String> ids() {
        return RlsFixture.ids().filter(id -> !NOT_LOADED.contains(id));
    }

    @ParameterizedTest
    @MethodSource("ids")
    void the_twins_are_told_apart_there_too(String id) {
        var fixture = RlsFixture.of(id);
        var leak = new RlsReview(shadow).review(fixture.question("leak"));
        var safe = new RlsReview(shadow).review(fixture.question("safe"));
        assertAll(
                () -> assertEquals(
                        DIFFERENT.getOrDefault(id, fixture.verdict("leak")), verdict(leak), () -> leak.toString()),
                () -> assertEquals(fixture.verdict("safe"), verdict(safe), () -> safe.toString()));
    }

    private static String verdict(Review review) {
        return review.verdict().name().toLowerCase(Locale.ROOT);
    }
}
