import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { Button } from "../../../components/Button";
import { Command } from "../../../components/Command";
import form from "../../../components/form.module.css";
import { VersionLink } from "../../../components/links";
import { Panel } from "../../../components/Page";
import { Empty, Failure, Skeleton } from "../../../components/states";
import { AsOf } from "../../../components/Time";
import { Verdict } from "../../../components/Verdict";
import { useEnvironments } from "../../../lib/environments";
import { runningQuery } from "../../../lib/running";
import { quote } from "../../../lib/shell";
import {
    commandOf,
    type File,
    inOrder,
    type MigrationQuestion,
    MOST_IN_ADDRESS,
    migrationQuery,
    PASTED,
    sentenceOf,
} from "../api/migration";
import styles from "./MigrateTab.module.css";
import { MigrationPlan } from "./MigrationPlan";

const route = getRouteApi("/databases/$database");

/** Can I migrate? What may run now, what must wait for whom, and what each statement does while it runs. */
export function MigrateTab({ database }: { database: string }) {
    const search = route.useSearch();
    const navigate = route.useNavigate();
    const { exampleOf } = useEnvironments();
    const { data: running = [] } = useQuery(runningQuery(database));
    const example = exampleOf(running.map(({ environment }) => environment));
    // what is too long for the address, with the environment that it was asked for
    const [long, setLong] = useState<MigrationQuestion>();
    const asked: MigrationQuestion | undefined =
        search.sql && search.environment
            ? { database, environment: search.environment, files: [{ name: PASTED, sql: search.sql }] }
            : long && long.environment === search.environment
              ? long
              : undefined;
    const ask = (environment: string, files: File[]) => {
        const [first] = files;
        const fits = files.length === 1 && first?.name === PASTED && first.sql.length <= MOST_IN_ADDRESS;
        setLong(fits ? undefined : { database, environment, files });
        navigate({ search: { tab: "migrate", environment, sql: fits ? first.sql : undefined }, resetScroll: false });
    };
    return (
        <>
            <QuestionForm
                key={`${search.environment}\n${search.sql}`}
                database={database}
                environment={search.environment}
                files={asked?.files ?? []}
                ask={ask}
            />
            {asked ? (
                <Answer question={asked} isInAddress={search.sql !== undefined} />
            ) : (
                <Empty title="Try a migration before it runs">
                    <p>
                        A PostgreSQL of the broker's own executes it on the schema that {database} has in the
                        environment, and after each statement the queries of all that use it there. Nothing of yours is
                        touched.
                    </p>
                    <Command
                        text={`seamwright can-i-migrate --database ${quote(database)} --migrations db/migration --to ${quote(example)}`}
                    />
                </Empty>
            )}
        </>
    );
}

function QuestionForm({
    database,
    environment,
    files: given,
    ask,
}: {
    database: string;
    environment: string | undefined;
    files: File[];
    ask: (environment: string, files: File[]) => void;
}) {
    const { all: environments } = useEnvironments();
    const { data: running = [] } = useQuery(runningQuery(database));
    const [files, setFiles] = useState<File[]>(given);
    const [wrong, setWrong] = useState("");
    const pasted = files.length === 0 ? "" : files.length === 1 ? (files[0]?.sql ?? "") : undefined;
    const upload = async (chosen: FileList | null) => {
        const read = await Promise.all(
            [...(chosen ?? [])].map(async (file) => ({ name: file.name, sql: await file.text() })),
        );
        if (read.length > 0) {
            setFiles(inOrder(read));
            setWrong("");
        }
    };
    return (
        <form
            className={styles.form}
            aria-label="Can I migrate?"
            onSubmit={(event) => {
                event.preventDefault();
                const where = String(new FormData(event.currentTarget).get("environment") ?? "");
                if (files.every(({ sql }) => sql.trim() === "")) {
                    setWrong("Paste the statements of the migration, or choose its files.");
                } else if (where) {
                    ask(where, files);
                }
            }}
        >
            <div className={styles.sql}>
                <label htmlFor="migration-sql" className={form.label}>
                    Migration
                </label>
                {pasted === undefined ? (
                    <ol className={styles.files}>
                        {files.map(({ name, sql }) => (
                            <li key={name}>
                                <code>{name}</code> {sql.split("\n").length} lines
                            </li>
                        ))}
                    </ol>
                ) : (
                    <textarea
                        id="migration-sql"
                        className={form.code}
                        rows={5}
                        spellCheck={false}
                        value={pasted}
                        aria-describedby={wrong ? "migration-wrong" : undefined}
                        aria-invalid={wrong !== ""}
                        placeholder="ALTER TABLE customer DROP COLUMN phone;"
                        onChange={(event) => {
                            setFiles([{ name: files[0]?.name ?? PASTED, sql: event.target.value }]);
                            setWrong("");
                        }}
                    />
                )}
                {wrong && (
                    <span id="migration-wrong" className={form.error} role="alert">
                        {wrong}
                    </span>
                )}
            </div>
            <div className={styles.row}>
                <div className={form.field}>
                    <label htmlFor="migration-environment">Environment</label>
                    <select
                        key={environments.length}
                        id="migration-environment"
                        name="environment"
                        className={form.input}
                        defaultValue={environment}
                        required
                    >
                        {environments.map(({ name, displayName }) => {
                            const there = running.filter((one) => one.environment === name);
                            return (
                                <option key={name} value={name}>
                                    {displayName}
                                    {there.length > 0 &&
                                        `: ${database} ${there.map(({ version }) => version).join(", ")}`}
                                </option>
                            );
                        })}
                    </select>
                </div>
                <div className={form.field}>
                    <label htmlFor="migration-files">Files instead</label>
                    <input
                        id="migration-files"
                        type="file"
                        accept=".sql,text/plain"
                        multiple
                        className={form.file}
                        onChange={(event) => upload(event.target.files)}
                    />
                </div>
                <Button type="submit" look="primary" className={form.submit}>
                    Can I migrate?
                </Button>
                {files.length > 0 && (
                    <Button look="quiet" className={form.submit} onClick={() => setFiles([])}>
                        Clear
                    </Button>
                )}
            </div>
        </form>
    );
}

function Answer({ question, isInAddress }: { question: MigrationQuestion; isInAddress: boolean }) {
    const { data, error, isFetching, refetch, dataUpdatedAt } = useQuery(migrationQuery(question));
    const { titleOf } = useEnvironments();
    const where = titleOf(question.environment);
    if (isFetching && !data) {
        return <Skeleton rows={6} label="PostgreSQL executes the migration, and the queries after each statement" />;
    }
    if (error && !data) {
        return <Failure error={error} what="The migration could not be tried" retry={() => refetch()} />;
    }
    return (
        data && (
            <>
                <section className={styles.answer} aria-live="polite" data-answer={data.migratable}>
                    <Verdict answer={data.migratable} size="large" />
                    <div className={styles.sentence}>
                        <h2>{sentenceOf(data, where)}</h2>
                        <p className={styles.asOf}>
                            <AsOf at={new Date(dataUpdatedAt)} prefix="as of" />
                        </p>
                        <ul>
                            {data.reasons.map((reason) => (
                                <li key={reason}>{reason}</li>
                            ))}
                        </ul>
                    </div>
                </section>
                {data.plans.map((plan) => (
                    <MigrationPlan key={plan.baseline.version} plan={plan} database={question.database} />
                ))}
                <Panel title="Whose queries were tried">
                    {data.consumers.length === 0 ? (
                        <p>Nobody who runs in {where} has published queries on it.</p>
                    ) : (
                        <ul className={styles.consumers}>
                            {data.consumers.map(({ consumer, version, statements }) => (
                                <li key={`${consumer} ${version}`}>
                                    {consumer} <VersionLink participant={consumer} version={version} />, {statements}{" "}
                                    {statements === 1 ? "query" : "queries"}
                                </li>
                            ))}
                        </ul>
                    )}
                </Panel>
                <Panel title="The same question elsewhere">
                    <Command label="Command line" text={commandOf(question)} />
                    {!isInAddress && (
                        <p className={styles.note}>
                            The migration is too long for the address of this page: whoever gets the address has to give
                            it again.
                        </p>
                    )}
                </Panel>
            </>
        )
    );
}
