import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type ReactNode, useMemo } from "react";
import { Button } from "../../../components/Button";
import { Card } from "../../../components/Card";
import { Chip } from "../../../components/Chip";
import { Code } from "../../../components/Code";
import { Command } from "../../../components/Command";
import form from "../../../components/form.module.css";
import { Panel } from "../../../components/Page";
import { Empty, Failure, Skeleton } from "../../../components/states";
import { Verdict } from "../../../components/Verdict";
import type { Schemas } from "../../../lib/api";
import { contractContentQuery } from "../../../lib/queries";
import { useUsers } from "../api/database";
import { type As, commandOf, identitiesOf, reviewQuery } from "../api/rls";
import { type SchemaDocument, schemaOf } from "../api/schema";
import page from "../DatabasePage.module.css";
import { AccessGrid } from "./AccessGrid";
import styles from "./AccessTab.module.css";

const route = getRouteApi("/databases/$database");

const VERDICTS = { leak: "no", clean: "yes", unknown: "unknown" } as const;
const EDGES = { breaking: "no", risky: "unknown", undecided: "unknown", safe: undefined } as const;
const TONES = { breaking: "no", risky: "unknown", undecided: "unknown", safe: "plain" } as const;

/** Who reaches which rows, as the schema says it, and what a review as one of the tenants finds. */
export default function AccessTab({
    database,
    contract,
    choose,
}: {
    database: string;
    contract: Schemas["Contract"];
    choose: ReactNode;
}) {
    const { role, setting, scope } = route.useSearch();
    const { data, error, isPending, refetch } = useQuery(contractContentQuery("db-schema", contract.sha256));
    const schema = useMemo(() => data && schemaOf(data as unknown as SchemaDocument), [data]);
    const as = role ? { role, setting, scope } : undefined;
    return (
        <>
            <div className={page.bar}>
                {choose}
                <AsForm key={`${role}\n${setting}\n${scope}`} database={database} as={as} />
            </div>
            {as ? (
                <Review database={database} contract={contract} as={as} />
            ) : (
                <Empty title="Try whether one tenant gets at another one's rows">
                    <p>
                        The review makes the schema again in a PostgreSQL of the broker's own, fills it with rows of two
                        tenants, logs in as the application, and tries all that it may do as one of them.
                    </p>
                    <p>
                        Choose as whom the application comes: the login, and the parameter that tells whose rows are
                        meant.
                    </p>
                </Empty>
            )}
            {isPending && <Skeleton rows={6} label="Loading the schema" />}
            {error && !data && <Failure error={error} what="The schema could not be loaded" retry={() => refetch()} />}
            {schema && <AccessGrid schema={schema} />}
        </>
    );
}

function AsForm({ database, as }: { database: string; as: As | undefined }) {
    const navigate = route.useNavigate();
    const users = useUsers(database);
    const known = identitiesOf(users.consumers, users.documents);
    const ask = (next: As) =>
        navigate({
            search: (before) => ({ ...before, role: next.role, setting: next.setting, scope: next.scope }),
            resetScroll: false,
        });
    return (
        <form
            className={page.bar}
            aria-label="As whom"
            onSubmit={(event) => {
                event.preventDefault();
                const fields = new FormData(event.currentTarget);
                const text = (name: string) => String(fields.get(name) ?? "").trim() || undefined;
                const role = text("role");
                if (role) {
                    ask({ role, setting: text("setting"), scope: text("scope") === "session" ? "session" : undefined });
                }
            }}
        >
            <div className={form.narrow}>
                <label htmlFor="review-role">Login</label>
                <input
                    id="review-role"
                    name="role"
                    className={form.input}
                    defaultValue={as?.role ?? ""}
                    required
                    list="review-roles"
                    placeholder="shop_app"
                />
                <datalist id="review-roles">
                    {[...new Set(known.map(({ role }) => role))].map((role) => (
                        <option key={role} value={role} />
                    ))}
                </datalist>
            </div>
            <div className={form.narrow}>
                <label htmlFor="review-setting">Tenant by parameter</label>
                <input
                    id="review-setting"
                    name="setting"
                    className={form.input}
                    defaultValue={as?.setting ?? ""}
                    placeholder="none; app.tenant"
                />
            </div>
            <div className={form.narrow}>
                <label htmlFor="review-scope">Set for</label>
                <select id="review-scope" name="scope" className={form.input} defaultValue={as?.scope ?? "transaction"}>
                    <option value="transaction">a transaction</option>
                    <option value="session">the session</option>
                </select>
            </div>
            <Button type="submit" look="primary" className={form.submit}>
                Review
            </Button>
            {known.map((one) => (
                <Button
                    key={`${one.role} ${one.setting} ${one.scope}`}
                    className={form.submit}
                    onClick={() => ask(one)}
                >
                    As {one.consumers.join(", ")}
                </Button>
            ))}
        </form>
    );
}

function Review({ database, contract, as }: { database: string; contract: Schemas["Contract"]; as: As }) {
    const { data, error, isFetching, refetch } = useQuery(reviewQuery(contract.sha256, as));
    if (isFetching && !data) {
        return <Skeleton rows={6} label="The review makes rows of two tenants, and tries what one of them may do" />;
    }
    if (error && !data) {
        return <Failure error={error} what="The schema could not be reviewed" retry={() => refetch()} />;
    }
    return (
        data && (
            <>
                <section className={styles.answer} aria-live="polite" data-answer={data.verdict}>
                    <Verdict answer={VERDICTS[data.verdict]} size="large">
                        {data.verdict === "leak" ? "Leak" : data.verdict === "clean" ? "No witness" : "Unknown"}
                    </Verdict>
                    <div className={styles.sentence}>
                        <h2>{sentence(data, as.role)}</h2>
                        <p className={page.note}>
                            {data.coverage.probes} attempts on {data.coverage.relations.length} tables, views, functions
                            and sequences. {data.verdict === "clean" && "That is no proof: it is what was tried."}
                        </p>
                        {data.coverage.unknown.map((reason) => (
                            <p key={reason}>{reason}</p>
                        ))}
                    </div>
                </section>
                {data.findings.length > 0 && (
                    <section className={styles.findings} aria-label="Findings">
                        {data.findings.map((finding) => (
                            <Finding key={`${finding.rule} ${finding.subject} ${finding.message}`} finding={finding} />
                        ))}
                    </section>
                )}
                {data.coverage.notTried.length > 0 && (
                    <Panel title="Not tried">
                        <ul className={styles.gaps}>
                            {data.coverage.notTried.map(({ subject, reason }) => (
                                <li key={`${subject} ${reason}`}>
                                    <code>{subject}</code>: {reason}
                                </li>
                            ))}
                        </ul>
                    </Panel>
                )}
                <Panel title="The same question elsewhere">
                    <Command label="Command line" text={commandOf(database, contract.version, as)} />
                </Panel>
            </>
        )
    );
}

function sentence(review: Schemas["RlsReview"], role: string): string {
    const leaks = review.findings.filter(({ severity }) => severity === "breaking").length;
    switch (review.verdict) {
        case "leak":
            return `As ${role}, one tenant gets at another one's rows in ${leaks} ${leaks === 1 ? "way" : "ways"}.`;
        case "clean":
            return `As ${role}, nothing of another tenant showed, and nothing of it could be changed.`;
        case "unknown":
            return `Nobody can say whether tenants are kept apart from one another as ${role}.`;
    }
}

function Finding({ finding }: { finding: Schemas["RlsFinding"] }) {
    return (
        <Card
            edge={EDGES[finding.severity]}
            className={styles.finding}
            aria-label={`${finding.severity}: ${finding.message}`}
        >
            <p className={styles.title}>
                <Chip tone={TONES[finding.severity]}>{finding.severity}</Chip> <code>{finding.subject}</code>{" "}
                <Chip>{finding.rule}</Chip>
                {finding.proved && <Chip>executed twice</Chip>}
            </p>
            <p>{finding.message}</p>
            <p className={page.note}>{finding.rationale}</p>
            {finding.remedy && (
                <>
                    <h3>What to do</h3>
                    <Code label={`Remedy for ${finding.rule}`}>{finding.remedy}</Code>
                </>
            )}
            {finding.witness && (
                <details className={styles.witness}>
                    <summary>What shows it: a script for psql</summary>
                    <Code label={`Witness of ${finding.rule}`}>{finding.witness}</Code>
                </details>
            )}
        </Card>
    );
}
