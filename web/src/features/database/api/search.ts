import { oneOf, type Search, text, texts } from "../../../lib/search";

export const TABS = ["migrate", "access", "drift"] as const;

export interface DatabaseSearch {
    /** Absent: the schema. */
    tab?: (typeof TABS)[number] | undefined;
    /** Whose schema is shown; absent: the newest one. */
    version?: string | undefined;
    /** Absent: as a diagram, on a phone as a table. */
    as?: "table" | "diagram" | undefined;
    /** In the names of tables and columns. */
    find?: string | undefined;
    /** Tables that show their columns in the diagram. */
    open?: string[] | undefined;
    /** The table of which more is told, and its column. */
    table?: string | undefined;
    column?: string | undefined;
    /** For whose consumers a migration is tried. */
    environment?: string | undefined;
    /** The migration, when it is short enough for an address. */
    sql?: string | undefined;
    /** As whom the review comes to the database: it runs when the role is given. */
    role?: string | undefined;
    setting?: string | undefined;
    scope?: "session" | undefined;
    state?: "in-sync" | "drifted" | "unknown" | undefined;
}

export function validateDatabaseSearch(search: Search): DatabaseSearch {
    const open = texts(search, "open");
    return {
        tab: oneOf(search, "tab", TABS),
        version: text(search, "version"),
        as: oneOf(search, "as", ["table", "diagram"] as const),
        find: text(search, "find"),
        open: open.length > 0 ? open : undefined,
        table: text(search, "table"),
        column: text(search, "column"),
        environment: text(search, "environment"),
        sql: text(search, "sql"),
        role: text(search, "role"),
        setting: text(search, "setting"),
        scope: oneOf(search, "scope", ["session"] as const),
        state: oneOf(search, "state", ["in-sync", "drifted", "unknown"] as const),
    };
}
