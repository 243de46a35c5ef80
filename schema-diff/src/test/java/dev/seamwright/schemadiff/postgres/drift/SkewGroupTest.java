package dev.seamwright.schemadiff.postgres.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.schemadiff.postgres.server.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SkewGroupTest {
    private static final TestServer SERVER = TestServer.embedded();
    private static final String FIRST = "CREATE TABLE orders (id bigint PRIMARY KEY, note text);";
    private static final String SECOND = FIRST + "ALTER TABLE orders ADD paid boolean;";
    private static final String THIRD = SECOND + "CREATE INDEX orders_paid ON orders (paid);";

    @Test
    void databases_are_told_by_their_place_on_the_recorded_chain() throws Exception {
        var chain = chain(FIRST, SECOND, THIRD);
        var group = new SkewGroup(chain, Optional.of("2"), DriftCheck.strict(), 2);
        var skew = group.compare(List.of(
                member("eu", SERVER.database(SECOND)),
                member("us", SERVER.database(SECOND)),
                member("asia", SERVER.database(FIRST)),
                member("canary", SERVER.database(THIRD)),
                member("odd", SERVER.database(SECOND + "ALTER TABLE orders ALTER note SET DEFAULT 'x'")),
                member("gone", "no_such_database")));
        assertEquals(new Standing.AtVersion("2", 0), skew.standings().get("eu"));
        assertEquals(new Standing.AtVersion("1", 1), skew.standings().get("asia"));
        assertEquals(new Standing.AtVersion("3", -1), skew.standings().get("canary"));
        var odd = assertInstanceOf(Standing.Diverged.class, skew.standings().get("odd"));
        assertEquals("2", odd.nearest());
        assertEquals(1, odd.diff().changes().size());
        assertInstanceOf(Standing.Unknown.class, skew.standings().get("gone"));
        assertEquals(List.of("eu", "us"), skew.variants().getFirst().members());
        assertTrue(skew.skewed());
        assertEquals(
                List.of(
                        "Skewed: the databases have 4 schemas.",
                        "  asia: at version 1, behind by 1",
                        "  canary: at version 3, ahead by 1",
                        "  eu: at version 2",
                        "  gone: unknown. No connection: FATAL: database \"no_such_database\" does not exist.",
                        "  odd: diverged, nearest to 2, 1 differences",
                        "  us: at version 2",
                        "odd against 2:",
                        "  column public.orders.note: default is not set 2, \"'x'::text\" odd"),
                DriftTest.lines(DriftReport.sections(skew)));
    }

    @Test
    void without_a_chain_the_odd_one_is_told_against_the_majority() throws Exception {
        var group = new SkewGroup(List.of(), Optional.empty(), DriftCheck.strict(), 2);
        var same = SERVER.database(SECOND);
        var skew = group.compare(
                List.of(member("a", SERVER.database(FIRST)), member("b", same), member("c", SERVER.database(SECOND))));
        assertEquals(List.of("b", "c"), skew.majority().orElseThrow().members());
        assertEquals(new Standing.Majority(), skew.standings().get("c"));
        assertEquals(
                "b",
                assertInstanceOf(Standing.Diverged.class, skew.standings().get("a"))
                        .nearest());
        assertTrue(group.compare(List.of(member("b", same), member("d", same))).inSync());
    }

    @Test
    void the_work_grows_with_the_schemas_not_with_the_databases() throws Exception {
        var first = SERVER.database(FIRST);
        var second = SERVER.database(SECOND);
        var members = new ArrayList<Member>();
        for (int i = 0; i < 40; i++) {
            members.add(member("tenant-" + i, i % 8 == 0 ? first : second));
        }
        var skew = new SkewGroup(chain(THIRD), Optional.empty(), DriftCheck.strict(), 4).compare(members);
        assertEquals(new Skew.Effort(2, 2, 2), skew.effort());
        assertEquals(35, skew.variants().getFirst().members().size());
    }

    @Test
    void copies_of_one_database_are_hashed_once_and_what_changes_in_one_of_them_is_seen() throws Exception {
        var template = SERVER.database(FIRST);
        var changes = List.of(
                "ALTER TABLE orders ADD paid boolean",
                "COMMENT ON DATABASE %s IS 'of a tenant'",
                "ALTER DATABASE %s SET work_mem = '8MB'",
                "ALTER DATABASE %s CONNECTION LIMIT 3",
                "REVOKE CONNECT ON DATABASE %s FROM PUBLIC");
        var members = new ArrayList<Member>();
        for (int i = 0; i < changes.size() + 2; i++) {
            SERVER.execute("postgres", "CREATE DATABASE %1$s_%2$d TEMPLATE %1$s".formatted(template, i));
            members.add(member("tenant-" + i, template + "_" + i));
        }
        var group = new SkewGroup(List.of(), Optional.empty(), DriftCheck.strict(), 3);
        var memory = new SkewMemory();
        var skew = group.compare(members, memory);
        assertTrue(skew.inSync());
        assertEquals(new Skew.Effort(1, 1, 0), skew.effort());
        assertEquals(0, group.compare(members, memory).effort().hashed());
        for (int i = 0; i < changes.size(); i++) {
            var database = template + "_" + i;
            SERVER.execute(database, changes.get(i).formatted(database));
            skew = group.compare(members, memory);
            assertInstanceOf(Standing.Diverged.class, skew.standings().get("tenant-" + i), changes.get(i));
            assertEquals(1, skew.effort().hashed());
        }
    }

    @Test
    void versions_that_share_a_schema_count_as_the_one_nearest_to_the_expected() throws Exception {
        var group = new SkewGroup(chain(FIRST, FIRST, SECOND, FIRST), Optional.of("3"), DriftCheck.strict(), 1);
        var skew = group.compare(List.of(member("a", SERVER.database(FIRST)), member("b", SERVER.database(SECOND))));
        var at = assertInstanceOf(Standing.AtVersion.class, skew.standings().get("a"));
        assertEquals(1, Math.abs(at.behind()));
        assertEquals(new Standing.AtVersion("3", 0), skew.standings().get("b"));
    }

    @Test
    void what_differs_between_tenants_on_purpose_can_be_left_out_and_costs_no_capture_each() throws Exception {
        var members = new ArrayList<Member>();
        for (var tenant : List.of("skew_a", "skew_b", "skew_c")) {
            members.add(member(tenant, SERVER.database(FIRST + """
                    CREATE ROLE %1$s; GRANT SELECT ON orders TO %1$s; ALTER TABLE orders OWNER TO %1$s;
                    COMMENT ON TABLE orders IS 'orders of %1$s'
                    """.formatted(tenant))));
        }
        var lenient = new DriftCheck(Set.of(Aspect.values()), Set.of());
        var skew = new SkewGroup(List.of(), Optional.empty(), lenient, 2).compare(members);
        assertTrue(skew.inSync());
        assertEquals(1, skew.effort().captured());
        assertFalse(new SkewGroup(List.of(), Optional.empty(), DriftCheck.strict(), 2)
                .compare(members)
                .inSync());
    }

    @Test
    void what_was_not_seen_whole_is_unknown_and_makes_no_group_in_sync() throws Exception {
        var plain = SERVER.database(FIRST);
        var withObject = SERVER.database(FIRST + "SELECT lo_create(0)");
        var members = List.of(member("a", plain), member("b", withObject));
        var skew = new SkewGroup(List.of(), Optional.empty(), DriftCheck.strict(), 2).compare(members);
        assertInstanceOf(Standing.Unknown.class, skew.standings().get("b"));
        assertFalse(skew.inSync() || skew.skewed());
        var accepting = new DriftCheck(Set.of(), Set.of("large object"));
        assertTrue(new SkewGroup(List.of(), Optional.empty(), accepting, 2)
                .compare(members)
                .inSync());
    }

    @Test
    void a_wrong_question_is_refused() throws Exception {
        var chain = chain(FIRST);
        assertThrows(InvalidInput.class, () -> new SkewGroup(chain, Optional.of("9"), DriftCheck.strict(), 1));
        var group = new SkewGroup(chain, Optional.empty(), DriftCheck.strict(), 1);
        var member = member("a", "whatever");
        assertThrows(InvalidInput.class, () -> group.compare(List.of(member, member)));
    }

    private static List<ChainVersion> chain(String... versions) throws Exception {
        var chain = new ArrayList<ChainVersion>();
        for (var sql : versions) {
            chain.add(new ChainVersion(Integer.toString(chain.size() + 1), DriftTest.capture(SERVER.database(sql))));
        }
        return chain;
    }

    private static Member member(String name, String database) {
        return new Member(name, DriftTest.of(database));
    }
}
