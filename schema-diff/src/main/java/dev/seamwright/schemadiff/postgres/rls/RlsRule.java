package dev.seamwright.schemadiff.postgres.rls;

import static dev.seamwright.schemadiff.Level.BREAKING;
import static dev.seamwright.schemadiff.Level.RISKY;
import static dev.seamwright.schemadiff.Level.SAFE;

import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.Rule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The ways in which tenants that share tables get at one another. The level is that of a finding that was executed; where a rule says
 * {@link Level#RISKY}, what it finds is a weakness and no leak by itself. Remedies name the very objects: {@code {relation}} and the
 * like are filled in.
 */
enum RlsRule {
    DISABLED(
            "rls-disabled",
            BREAKING,
            "A table of tenants has no row-level security",
            "Whoever may read the table reads the rows of all tenants.",
            """
            ALTER TABLE {relation} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant ON {relation} USING ({column} = {identity}) WITH CHECK ({column} = {identity});"""),
    DORMANT(
            "rls-policies-dormant",
            BREAKING,
            "A table has policies, but row-level security is off",
            "Policies of a table do nothing until row-level security is enabled for it.",
            "ALTER TABLE {relation} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;"),
    NOT_FORCED(
            "rls-not-forced",
            BREAKING,
            "The application acts as the owner of a table that does not force row-level security",
            "Policies do not apply to the owner of a table, nor to roles that have the owner's privileges, unless they are forced.",
            "ALTER TABLE {relation} FORCE ROW LEVEL SECURITY;"),
    OWNER_CAN_DISABLE(
            "rls-owner-can-disable",
            RISKY,
            "The application's login may switch row-level security off",
            "An owner may undo FORCE and ENABLE at any time: injected SQL that runs as the application can do so, too.",
            "ALTER TABLE {relation} OWNER TO <a role that is no login of the application>;"),
    ALWAYS_TRUE(
            "rls-policy-always-true",
            BREAKING,
            "A policy admits every row",
            "The condition looks at nothing that belongs to the tenant, so every tenant passes.",
            "ALTER POLICY {policy} ON {relation} USING ({column} = {identity});"),
    PERMISSIVE_OR(
            "rls-permissive-or",
            BREAKING,
            "An alternative admits rows without asking for the tenant",
            "Permissive policies, and the arms of an OR, add up: the widest one decides.",
            "CREATE POLICY tenant_floor ON {relation} AS RESTRICTIVE USING ({column} = {identity}) WITH CHECK ({column} = {identity});"),
    FLOOR_INCOMPLETE(
            "rls-restrictive-floor-incomplete",
            BREAKING,
            "A restrictive policy covers only some commands",
            "What it does not cover is left to the permissive policies: a statement that reads nothing is not held by a floor for SELECT.",
            "CREATE POLICY tenant_floor ON {relation} AS RESTRICTIVE FOR ALL USING ({column} = {identity}) WITH CHECK ({column} = {identity});"),
    ASSUMABLE_ROLE_POLICY(
            "rls-policy-for-assumable-role",
            BREAKING,
            "A policy for another role holds for the application, too",
            "A policy holds for every member of its roles, and for whoever may SET ROLE to one of them.",
            "REVOKE {actor} FROM {role};"),
    NULL_IDENTITY(
            "rls-identity-missing",
            BREAKING,
            "A session that never said who it is sees rows",
            "A setting that was never set is NULL: an arm that admits NULL opens the table for every connection that forgot to set it.",
            "ALTER POLICY {policy} ON {relation} USING ({column} = {identity});"),
    EMPTY_IDENTITY(
            "rls-identity-empty",
            BREAKING,
            "A session whose identity is the empty string sees rows",
            "After SET LOCAL or RESET a custom setting is '' and not NULL for the rest of the connection, which a pool hands to others.",
            "ALTER POLICY {policy} ON {relation} USING ({column} = nullif({identity}, ''));"),
    DEFAULT_IDENTITY(
            "rls-identity-by-default",
            BREAKING,
            "A role or a database brings a tenant as its default",
            "A connection that sets nothing acts for the tenant of ALTER ROLE or ALTER DATABASE … SET.",
            "ALTER ROLE {role} RESET {setting};\nALTER DATABASE <name> RESET {setting};"),
    WEAK_COMPARISON(
            "rls-tenant-comparison-weak",
            BREAKING,
            "The policy takes one tenant's name for another's",
            "Patterns, prefixes, truncation and case folding make different tenants equal.",
            "ALTER POLICY {policy} ON {relation} USING ({column} = {identity});"),
    NULL_TENANT(
            "rls-null-tenant-shared",
            BREAKING,
            "Rows without a tenant are everyone's",
            "The tenant column takes NULL, and the policy shows such rows to all: one forgotten value publishes a row.",
            "ALTER TABLE {relation} ALTER COLUMN {column} SET NOT NULL;"),
    USER_CLAIM(
            "rls-user-writable-claim",
            BREAKING,
            "The policy trusts a claim that users write themselves",
            "User metadata is edited by the user: who writes another tenant into it becomes that tenant.",
            "-- keep the tenant in a claim that only the issuer writes (app_metadata), then\nALTER POLICY {policy} ON {relation} USING ({column} = {identity});"),
    FORGEABLE_IDENTITY(
            "rls-identity-forgeable",
            RISKY,
            "The identity is a setting that every session may change",
            "No privilege guards a custom setting: where users reach raw SQL, or injection is possible, the tenant is what they say.",
            "-- let no user's SQL reach this login; or let a SECURITY DEFINER function check a signed token and hold the tenant in a table of its own"),
    SHARED_LOGIN(
            "rls-shared-login",
            BREAKING,
            "The policy tells logins apart, and all tenants share one",
            "All sessions of a pool have the same current_user: the policy cannot tell their tenants apart.",
            "ALTER POLICY {policy} ON {relation} USING ({column} = current_setting('app.tenant', true));"),
    WRITE_UNCHECKED(
            "rls-write-unchecked",
            BREAKING,
            "A tenant writes into another tenant's rows",
            "INSERT, UPDATE and DELETE have conditions of their own; a statement that reads no column is not held by the condition for SELECT.",
            "CREATE POLICY tenant_floor ON {relation} AS RESTRICTIVE FOR ALL USING ({column} = {identity}) WITH CHECK ({column} = {identity});"),
    TABLE_WIDE_GRANT(
            "rls-table-wide-grant",
            BREAKING,
            "A privilege that row-level security does not limit",
            "TRUNCATE, REFERENCES and TRIGGER are rights on the whole table: no policy is asked.",
            "REVOKE TRUNCATE, REFERENCES, TRIGGER ON {relation} FROM {role};"),
    FOREIGN_KEY_ORACLE(
            "rls-foreign-key-oracle",
            BREAKING,
            "A foreign key tells which rows of others exist",
            "Referential checks ignore policies: without the tenant in the key, a row may point to another tenant's, and success tells that it is there.",
            "ALTER TABLE {target} ADD UNIQUE ({targetTenant}, {targetColumns});\nALTER TABLE {relation} ADD FOREIGN KEY ({column}, {columns}) REFERENCES {target} ({targetTenant}, {targetColumns});"),
    CASCADE(
            "rls-foreign-key-cascade",
            BREAKING,
            "Deleting one's own row changes another tenant's",
            "Cascades ignore policies: where the key lacks the tenant, they follow into other tenants' rows.",
            "ALTER TABLE {target} ADD UNIQUE ({targetTenant}, {targetColumns});\nALTER TABLE {relation} ADD FOREIGN KEY ({column}, {columns}) REFERENCES {target} ({targetTenant}, {targetColumns});"),
    UNIQUE_ORACLE(
            "rls-unique-oracle",
            BREAKING,
            "A unique value tells what others have",
            "Uniqueness is checked over the rows of all tenants, and the error says that a value is taken.",
            "ALTER TABLE {relation} DROP CONSTRAINT {constraint}, ADD UNIQUE ({column}, {columns});"),
    SURROGATE_KEY_ORACLE(
            "rls-surrogate-key-oracle",
            RISKY,
            "An error tells which numbers are taken",
            "A tenant that chooses the key itself learns that a row with it exists, and nothing else of it.",
            "ALTER TABLE {relation} ALTER COLUMN {columns} SET DEFAULT gen_random_uuid(); -- or GENERATED ALWAYS AS IDENTITY"),
    SEQUENCE(
            "rls-sequence-shared",
            BREAKING,
            "A sequence tells, or changes, how many rows others make",
            "All tenants draw from one sequence: its last value is the activity of all, and setval disturbs all.",
            "REVOKE SELECT, UPDATE ON SEQUENCE {relation} FROM {role};"),
    LEAKY_FUNCTION(
            "rls-leaky-function",
            BREAKING,
            "A function sees rows before they are filtered",
            "A cheap function in a query is evaluated before the filter of a view without security_barrier, and a LEAKPROOF one before policies.",
            "ALTER VIEW {relation} SET (security_barrier = true); -- for a function: ALTER FUNCTION … NOT LEAKPROOF"),
    DEFINER_VIEW(
            "rls-definer-view",
            BREAKING,
            "A view reads with its owner's rights",
            "The policies of the tables below a view are those of its owner, who may be exempt from them.",
            "ALTER VIEW {relation} SET (security_invoker = true);"),
    VIEW_WRITE(
            "rls-view-write",
            BREAKING,
            "Another tenant's rows are written through a view",
            "An updatable view, or its rules, write with its owner's rights; without CHECK OPTION also what the view does not show.",
            "ALTER VIEW {relation} SET (security_invoker = true, check_option = cascaded);"),
    MATERIALIZED_VIEW(
            "rls-materialized-view",
            BREAKING,
            "A materialized view holds the rows of all tenants",
            "It is a copy made with its owner's rights, and cannot have policies.",
            "REVOKE ALL ON {relation} FROM {role};\nCREATE VIEW {relation}_of_tenant WITH (security_barrier) AS SELECT * FROM {relation} WHERE {column} = {identity};"),
    DEFINER_FUNCTION(
            "rls-definer-function",
            BREAKING,
            "A function reads or writes with its owner's rights",
            "A SECURITY DEFINER function is its owner, who may be exempt from policies; everyone may execute it unless that is revoked.",
            "ALTER FUNCTION {relation} SECURITY INVOKER; -- or REVOKE EXECUTE ON FUNCTION {relation} FROM PUBLIC, {role}"),
    DEFINER_SEARCH_PATH(
            "rls-definer-search-path",
            BREAKING,
            "A function with its owner's rights finds tables that the caller made",
            "Unless pg_temp stands last in the function's search_path, temporary tables of the caller come first.",
            "ALTER FUNCTION {relation} SET search_path = <its schemas>, pg_temp;"),
    POLICY_HELPER_SEARCH_PATH(
            "rls-policy-helper-search-path",
            BREAKING,
            "A policy asks a function that finds tables that the caller made",
            "The names in a function are looked up when it runs: a temporary table of the caller can answer for the real one.",
            "ALTER FUNCTION {function} SET search_path = <its schemas>, pg_temp;"),
    MEMBERSHIP_WRITABLE(
            "rls-membership-writable",
            BREAKING,
            "The table that says who belongs to whom can be written",
            "Who may insert or change memberships enrols himself in any tenant.",
            "REVOKE INSERT, UPDATE ON {relation} FROM {role};"),
    MEMBERSHIP_UNPROTECTED(
            "rls-membership-readable",
            RISKY,
            "The table that says who belongs to whom can be read by all",
            "Policies read it, and so may everyone whom it shows: it lists the other tenants and their members.",
            "ALTER TABLE {relation} ENABLE ROW LEVEL SECURITY; -- and a SECURITY DEFINER function that answers for the caller alone"),
    RECURSION(
            "rls-policy-recursion",
            RISKY,
            "A policy reads its own table",
            "PostgreSQL refuses every statement on the table (42P17): nothing leaks, and nothing works.",
            "ALTER POLICY {policy} ON {relation} USING ({column} = {identity});"),
    PARTITION(
            "rls-partition-reachable",
            BREAKING,
            "A partition or child table can be reached past its parent's policies",
            "Policies of the parent hold only for statements on the parent.",
            "ALTER TABLE {relation} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;\nREVOKE ALL ON {relation} FROM {role};"),
    SHADOW_COPY(
            "rls-shadow-copy",
            BREAKING,
            "A trigger copies rows into a table without protection",
            "Audit, history, outbox and search tables hold what the tenants' tables hold.",
            "ALTER TABLE {relation} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;\nREVOKE SELECT ON {relation} FROM {role};"),
    BYPASS(
            "rls-bypass-role",
            BREAKING,
            "The application is, or may become, a role that no policy holds",
            "BYPASSRLS and superusers skip every policy; a membership with the SET option is enough to become such a role.",
            "REVOKE {actor} FROM {role};\nALTER ROLE {role} NOBYPASSRLS;"),
    OPEN_GRANT(
            "rls-open-by-grant",
            BREAKING,
            "A grant to PUBLIC or a default privilege opens a table of tenants",
            "Tables are born open: nobody decided to show this one.",
            "REVOKE ALL ON {relation} FROM PUBLIC, {role};\nALTER DEFAULT PRIVILEGES REVOKE SELECT ON TABLES FROM {role};"),
    FOREIGN_TABLE(
            "rls-foreign-table",
            BREAKING,
            "A foreign table reads with the rights of its user mapping",
            "The other server sees one login for all tenants, and a foreign table cannot have policies.",
            "REVOKE ALL ON {relation} FROM {role};"),
    REPLICATION(
            "rls-replication",
            BREAKING,
            "Logical decoding reads the rows of all tenants",
            "Replication reads the log, not the tables: no policy is asked, and only a row filter of the publication limits it.",
            "ALTER ROLE {role} NOREPLICATION;"),
    NOTIFICATION(
            "rls-notification",
            BREAKING,
            "A notification carries another tenant's values",
            "Whoever may connect to the database may LISTEN on every channel.",
            "-- send an opaque key in {relation}, and let the receiver read the row under its own policies"),
    LARGE_OBJECT(
            "rls-large-object",
            RISKY,
            "A protected table points to large objects, which have no policies",
            "A large object belongs to a role, not to a tenant: with a shared login every tenant may read it by its number.",
            "ALTER TABLE {relation} ALTER COLUMN {column} TYPE bytea USING lo_get({column});"),
    POOLED_STATE(
            "rls-pooled-session-state",
            RISKY,
            "The identity outlives the transaction",
            "A session-level SET stays on the connection, which a pool hands to the next tenant; so do temporary tables and cursors WITH HOLD.",
            "-- at the begin of each transaction: SELECT set_config('{setting}', <tenant>, true);"),
    ROWS_SHARED(
            "rls-rows-shared",
            SAFE,
            "Rows are shown to every tenant by the policy's own words",
            "Rows that are marked as shared, or have no tenant and cannot lose it by a tenant's hand, are shared on purpose: they are told, and are no leak.",
            "-- nothing, if these rows of {relation} are meant for everyone"),
    ISOLATION_COST(
            "rls-tenant-not-indexed",
            RISKY,
            "No index begins with the tenant column",
            "Every statement of a tenant reads the rows of all: it gets slower with each new tenant, and time tells how much others have.",
            "CREATE INDEX CONCURRENTLY ON {relation} ({column});");

    @SuppressWarnings("ImmutableEnumChecker") // nobody changes it
    private final Rule rule;

    private final Level level;

    RlsRule(String id, Level level, String title, String rationale, String remedy) {
        this.rule = new Rule(id, title, rationale, remedy);
        this.level = level;
    }

    Rule rule() {
        return rule;
    }

    Level level() {
        return level;
    }

    /** The remedy with the names of what was found; a name that is not known stays a placeholder for the reader. */
    String remedy(Map<String, String> names) {
        var text = rule.remedy();
        for (var name : names.entrySet()) {
            text = text.replace('{' + name.getKey() + '}', name.getValue());
        }
        return text.replaceAll("\\{(\\w+)}", "<$1>");
    }

    /** All of them, for the catalogue of rules. */
    static List<Rule> rules() {
        return Arrays.stream(values()).map(RlsRule::rule).toList();
    }
}
