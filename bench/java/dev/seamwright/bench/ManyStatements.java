package dev.seamwright.bench;

import dev.seamwright.contracts.dbusage.DatabaseUsage;
import dev.seamwright.contracts.dbusage.Identity;
import dev.seamwright.contracts.dbusage.Statement;
import java.util.ArrayList;
import java.util.List;

/** What a service with many statements asks of {@link ManyTables}: reads by key and by condition, joins, views, writes, upserts. */
final class ManyStatements {
    private static final List<String> KINDS = List.of(
            "SELECT id, number, status, amount FROM %1$s WHERE id = $1",
            "SELECT * FROM %1$s WHERE tenant_id = $1 AND status = $2 ORDER BY created_at DESC LIMIT 20",
            "SELECT count(*), sum(amount * quantity) FROM %1$s WHERE created_at >= $1 AND NOT deleted",
            "SELECT t.id, t.title, p.number FROM %1$s t LEFT JOIN %2$s p ON p.id = t.parent_id WHERE t.tenant_id = $1",
            "INSERT INTO %1$s (tenant_id, number, title, amount, due_on) VALUES ($1, $2, $3, $4, $5) RETURNING id",
            "UPDATE %1$s SET status = $1, notes = $2 WHERE id = $3",
            "DELETE FROM %1$s WHERE tenant_id = $1 AND deleted",
            "SELECT currency, count(*) FROM %1$s WHERE due_on < $1 GROUP BY currency HAVING count(*) > $2",
            "SELECT id FROM %1$s WHERE attributes ->> $1 = $2 OR tags @> ARRAY[$3]",
            "SELECT x.id, x.title FROM %1$s x WHERE EXISTS (SELECT FROM %2$s y WHERE y.tenant_id = x.tenant_id AND y.amount > $1)");

    private ManyStatements() {}

    /** The first of so many statements, each another one, about the tables up to the given one. */
    static DatabaseUsage of(int statements, int tables) {
        return of(statements, 0, tables);
    }

    /** The same about the tables from {@code first} on. */
    static DatabaseUsage of(int statements, int first, int tables) {
        var all = new ArrayList<Statement>();
        for (var i = 0; i < statements; i++) {
            var table = first + i / KINDS.size() % tables;
            var round = i / (KINDS.size() * tables);
            var sql = KINDS.get(i % KINDS.size()).formatted(ManyTables.name(table), ManyTables.name(ManyTables.parent(table)));
            all.add(Statement.of("statement-%05d".formatted(i), round == 0 ? sql : sql + " /* %d */".formatted(round)));
        }
        return new DatabaseUsage(Identity.UNKNOWN, all);
    }
}
