package dev.seamwright.broker.version;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.broker.db.Database;
import dev.seamwright.broker.db.Slice;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.deployment.DeploymentService;
import dev.seamwright.broker.environment.Environment;
import dev.seamwright.broker.environment.EnvironmentService;
import dev.seamwright.broker.participant.Participant;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.release.ReleaseService;
import dev.seamwright.broker.testing.TestDatabase;
import dev.seamwright.broker.token.Caller;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.broker.version.VersionDescription.OnBranch;
import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.TagName;
import dev.seamwright.contracts.VersionNumber;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class VersionServiceTest {
    private static final Caller CALLER = new Caller(1, "default", "test", Scope.ADMIN, true);
    private static final AtomicInteger STATEMENTS = new AtomicInteger();

    private static Database database;

    private final ParticipantService participants = new ParticipantService();
    private final EnvironmentService environments = new EnvironmentService();
    private final DeploymentService deployments = new DeploymentService(environments, VersionListener.NONE);
    private final ReleaseService releases = new ReleaseService(VersionListener.NONE);
    private final VersionService versions =
            new VersionService(participants, deployments::recordForTag, VersionListener.NONE);
    private final BranchService branches = new BranchService();

    @BeforeAll
    static void open() {
        database = Database.open(TestDatabase.fresh(), Clock.systemUTC());
        database.jdbi().getConfig(SqlStatements.class).setSqlLogger(new SqlLogger() {
            @Override
            public void logAfterExecution(StatementContext context) {
                STATEMENTS.incrementAndGet();
            }
        });
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void a_description_tells_branches_tags_and_environments_in_one_statement() {
        var test = environment("test");
        var prod = environment("prod");
        var app = write(tx -> participants.ensure(tx, new ParticipantName("described")));
        var first = version(app, "1");
        var second = version(app, "2");
        for (var version : List.of(first, second)) {
            write(tx -> versions.addToBranch(tx, app, version, new BranchName("main")));
            write(tx -> versions.tag(tx, app, version, new TagName("both")));
        }
        write(tx -> versions.addToBranch(tx, app, first, new BranchName("a")));
        write(tx -> versions.tag(tx, app, first, new TagName("first")));
        write(tx -> deployments.record(tx, app, first.version(), prod, "blue"));
        write(tx -> deployments.record(tx, app, first.version(), prod, "green"));
        write(tx -> releases.record(tx, app, first.version(), prod));
        write(tx -> releases.record(tx, app, first.version(), test));
        var ended = write(tx -> deployments.record(tx, app, first.version(), test, ""));
        write(tx -> deployments.end(tx, ended.deployment()));

        STATEMENTS.set(0);
        var described = read(tx -> versions.describe(
                tx, List.of(first.version().id(), second.version().id(), Long.MAX_VALUE)));
        assertEquals(1, STATEMENTS.get());

        assertEquals(List.of(second.version().id(), first.version().id()), List.copyOf(described.keySet()));
        var one = described.get(first.version().id());
        assertNotNull(one);
        assertEquals(app.name(), one.participant());
        assertEquals(
                List.of(new OnBranch(new BranchName("a"), true), new OnBranch(new BranchName("main"), false)),
                one.branches());
        assertEquals(
                List.of("both false", "first true"),
                one.tags().stream().map(tag -> tag.name() + " " + tag.latest()).toList());
        assertEquals(
                List.of("prod true true", "test false true"),
                one.environments().stream()
                        .map(in -> in.name() + " " + in.deployed() + " " + in.released())
                        .toList());
        assertEquals(prod.createdAt(), one.environments().getFirst().createdAt());
        var two = described.get(second.version().id());
        assertNotNull(two);
        assertEquals(List.of(new OnBranch(new BranchName("main"), true)), two.branches());
        assertTrue(two.environments().isEmpty());
    }

    @Test
    void a_list_takes_as_many_statements_for_fifty_versions_as_for_one() {
        var app = write(tx -> participants.ensure(tx, new ParticipantName("listed")));
        var branch = new BranchName("main");
        write(tx -> versions.addToBranch(tx, app, version(tx, app, "0"), branch));
        var alone = statementsOfLists(app, 1);
        for (var i = 1; i < 50; i++) {
            var number = Integer.toString(i);
            write(tx -> versions.addToBranch(tx, app, version(tx, app, number), branch));
        }
        assertEquals(alone, statementsOfLists(app, 50));
    }

    @Test
    void putting_a_new_version_on_a_known_branch_takes_two_statements() {
        var app = write(tx -> participants.ensure(tx, new ParticipantName("put")));
        write(tx -> versions.addToBranch(tx, app, version(tx, app, "1"), new BranchName("feature")));
        STATEMENTS.set(0);
        write(tx -> versions.addToBranch(tx, app, version(tx, app, "2"), new BranchName("feature")));
        assertEquals(2, STATEMENTS.get());
    }

    private int statementsOfLists(Participant app, int expected) {
        STATEMENTS.set(0);
        read(tx -> {
            var branch = branches.get(tx, app, new BranchName("main"));
            for (var line : List.of(new VersionService.Line.All(), new VersionService.Line.On(branch))) {
                assertEquals(expected, versions.list(tx, app, line, Slice.ALL).size());
                assertEquals(expected, versions.count(tx, app, line));
            }
            return versions.latestOf(tx, List.of(app));
        });
        return STATEMENTS.get();
    }

    private Environment environment(String name) {
        return write(tx -> environments.create(
                tx,
                new EnvironmentService.Details(
                        new EnvironmentName(name), null, true, JsonNodeFactory.instance.arrayNode())));
    }

    private VersionService.Ensured version(Participant app, String number) {
        return write(tx -> version(tx, app, number));
    }

    private VersionService.Ensured version(Tx tx, Participant app, String number) {
        return versions.ensure(tx, app, new VersionNumber(number), null);
    }

    private static <T> T write(Function<Tx, T> work) {
        return database.transactor().write(CALLER, work);
    }

    private static <T> T read(Function<Tx, T> work) {
        return database.transactor().read(CALLER, work);
    }
}
