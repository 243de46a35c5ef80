import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Button } from "../../components/Button";
import { Chip } from "../../components/Chip";
import form from "../../components/form.module.css";
import { More } from "../../components/More";
import { Page, Panel } from "../../components/Page";
import { Pieces } from "../../components/Pieces";
import { Empty, Failure, Skeleton } from "../../components/states";
import { Time } from "../../components/Time";
import table from "../../components/table.module.css";
import { Verdict } from "../../components/Verdict";
import { ApiError } from "../../lib/api";
import styles from "./AuditPage.module.css";
import { type AuditSearch, auditQuery, detailsOf, SPANS, useVerification } from "./api/audit";

const route = getRouteApi("/audit");

/** Who changed what, and whether the log is whole. */
export function AuditPage() {
    const search = route.useSearch();
    const navigate = route.useNavigate();
    const { data, error, isPending, refetch, ...pages } = useInfiniteQuery(auditQuery(search));
    const entries = data?.pages.flatMap((page) => page.items) ?? [];
    const filter = (change: AuditSearch) => navigate({ search: { ...search, ...change } });
    const forbidden = error instanceof ApiError && error.status === 403;
    return (
        <Page
            title="Audit trail"
            about="Every change of the workspace, in the transaction that made it. Each entry's hash covers the one before, so nothing can be taken out unseen."
            actions={<Chain />}
        >
            <form
                key={JSON.stringify(search)}
                className={form.form}
                aria-label="Filter"
                onSubmit={(event) => {
                    event.preventDefault();
                    const given = new FormData(event.currentTarget);
                    filter({
                        principal: String(given.get("principal")).trim() || undefined,
                        action: String(given.get("action")).trim() || undefined,
                        ...(search.within === undefined && { since: timeOf(given.get("since")) }),
                        until: timeOf(given.get("until")),
                    });
                }}
            >
                <div className={form.field}>
                    <label htmlFor="audit-principal">Who</label>
                    <input
                        id="audit-principal"
                        name="principal"
                        className={form.input}
                        defaultValue={search.principal ?? ""}
                        placeholder="token:ci"
                    />
                </div>
                <div className={form.field}>
                    <label htmlFor="audit-action">What</label>
                    <input
                        id="audit-action"
                        name="action"
                        className={form.input}
                        defaultValue={search.action ?? ""}
                        placeholder="deployment.record"
                        pattern="[a-z\-]+\.[a-z\-]+"
                        title="noun.verb, as deployment.record"
                    />
                </div>
                <div className={form.narrow}>
                    <label htmlFor="audit-within">Within</label>
                    <select
                        id="audit-within"
                        className={form.input}
                        value={search.within ?? ""}
                        onChange={(event) =>
                            filter({
                                within: (event.target.value || undefined) as AuditSearch["within"],
                                since: undefined,
                            })
                        }
                    >
                        <option value="">the times given</option>
                        {SPANS.map((span) => (
                            <option key={span} value={span}>
                                the last {span}
                            </option>
                        ))}
                    </select>
                </div>
                <div className={styles.times}>
                    {search.within === undefined && <TimeField name="since" label="From" at={search.since} />}
                    <TimeField name="until" label="Until" at={search.until} />
                </div>
                <div className={form.narrow}>
                    <label htmlFor="audit-order">Order</label>
                    <select
                        id="audit-order"
                        className={form.input}
                        value={search.order ?? ""}
                        onChange={(event) =>
                            filter({ order: (event.target.value || undefined) as AuditSearch["order"] })
                        }
                    >
                        <option value="">newest first</option>
                        <option value="ascending">oldest first</option>
                    </select>
                </div>
                <Button type="submit" className={form.submit}>
                    Filter
                </Button>
            </form>
            {isPending && <Skeleton rows={8} label="Loading the audit trail" />}
            {error && !data && (
                <Failure
                    error={error}
                    what={
                        forbidden
                            ? "The audit trail is for administrators of the workspace"
                            : "The audit trail could not be loaded"
                    }
                    retry={forbidden ? undefined : () => refetch()}
                />
            )}
            {data && entries.length === 0 && (
                <Empty title="No entry is like that">Change the filter, or take it away.</Empty>
            )}
            {entries.length > 0 && (
                <Panel flush>
                    <table className={table.table}>
                        <thead>
                            <tr>
                                <th scope="col" className={table.number}>
                                    No.
                                </th>
                                <th scope="col">When</th>
                                <th scope="col">Who</th>
                                <th scope="col">What</th>
                            </tr>
                        </thead>
                        <tbody>
                            {entries.map((entry) => (
                                <tr key={entry.seq} id={`entry-${entry.seq}`}>
                                    <td data-label="No." className={table.number} title={`Hash ${entry.hash}`}>
                                        {entry.seq}
                                    </td>
                                    <td data-label="When">
                                        <Time at={entry.at} />
                                    </td>
                                    <td data-label="Who">
                                        <Pieces text={entry.principal} />
                                    </td>
                                    <td data-label="What">
                                        <Changes changes={entry.changes} />
                                    </td>
                                </tr>
                            ))}
                        </tbody>
                    </table>
                </Panel>
            )}
            <More {...pages} />
        </Page>
    );
}

/** A time in the reader's zone. */
function TimeField({ name, label, at }: { name: string; label: string; at: string | undefined }) {
    return (
        <div className={form.narrow}>
            <label htmlFor={`audit-${name}`}>{label}</label>
            <input
                id={`audit-${name}`}
                name={name}
                type="datetime-local"
                step={1}
                className={form.input}
                defaultValue={at && localTime(new Date(at))}
            />
        </div>
    );
}

/** As the field has it: without a zone. */
function localTime(at: Date): string {
    const shifted = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
    return shifted.toISOString().slice(0, 19);
}

function timeOf(value: FormDataEntryValue | null): string | undefined {
    const at = new Date(String(value ?? ""));
    return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

function Changes({ changes }: { changes: { action: string; [name: string]: unknown }[] }) {
    const shown = changes.slice(0, 4);
    const rest = changes.slice(4);
    return (
        <div className={styles.changes}>
            <List changes={shown} />
            {rest.length > 0 && (
                <details>
                    <summary>and {rest.length} more</summary>
                    <List changes={rest} />
                </details>
            )}
        </div>
    );
}

function List({ changes }: { changes: { action: string; [name: string]: unknown }[] }) {
    return (
        <ul className={styles.list}>
            {changes.map((change) => (
                <li key={JSON.stringify(change)}>
                    <Chip>{change.action}</Chip>
                    {detailsOf(change).map(([name, value]) => (
                        <span key={name} className={styles.detail}>
                            <span className={table.muted}>{name}</span>{" "}
                            <code title={value}>
                                <Pieces text={value.length > 80 ? `${value.slice(0, 80)}…` : value} />
                            </code>
                        </span>
                    ))}
                </li>
            ))}
        </ul>
    );
}

/** Verifies the chain of hashes on demand: its cost grows with the log. */
function Chain() {
    const verification = useVerification();
    const { data, error } = verification;
    return (
        <div className={styles.chain} role="status">
            {data && (
                <Verdict answer={data.intact ? "yes" : "no"}>
                    {data.intact ? `Whole: ${data.entries} entries` : `Broken at ${data.brokenAt}: ${data.cause}`}
                </Verdict>
            )}
            {error && <Chip tone="no">{error.message}</Chip>}
            <Button onClick={() => verification.mutate()} disabled={verification.isPending}>
                {verification.isPending ? "Verifying" : "Verify the chain"}
            </Button>
        </div>
    );
}
