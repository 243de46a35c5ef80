import { useState } from "react";
import { Button } from "../../../components/Button";
import { Chip } from "../../../components/Chip";
import { EnvironmentName } from "../../../components/Environments";
import { SeamLink, VersionLink } from "../../../components/links";
import { Panel } from "../../../components/Page";
import { Pieces } from "../../../components/Pieces";
import table from "../../../components/table.module.css";
import { Verdict } from "../../../components/Verdict";
import { csvOf, download } from "../../../lib/csv";
import { CLASS_WORDS, type SeamStatus } from "../../../lib/status";
import { answerOf } from "../api/graph";
import styles from "../GraphPage.module.css";

const STEP = 200;

const COLUMNS: [string, (seam: SeamStatus) => string][] = [
    ["consumer", (seam) => seam.consumer.name],
    ["consumer version", (seam) => seam.consumer.version],
    ["provider", (seam) => seam.provider.name],
    ["provider version", (seam) => seam.provider.version ?? ""],
    ["provider is external", (seam) => (seam.provider.external ? "yes" : "no")],
    ["environment", (seam) => seam.environment],
    ["contract", (seam) => seam.kind],
    ["verdict", (seam) => seam.verdict],
    ["class", (seam) => seam.class],
    ["reason", (seam) => seam.reason],
    ["next", (seam) => seam.next],
    ["method", (seam) => seam.method ?? ""],
    ["verified at", (seam) => seam.verification?.at ?? ""],
];

/** The seams of a graph, worst first: the same facts, to be read, and to be taken along. */
export function SeamRows({ seams, title, name }: { seams: SeamStatus[]; title: string; name: string }) {
    const [shown, setShown] = useState(STEP);
    const save = () =>
        download(
            `seams-${name.replaceAll(/[^\w.-]+/g, "-")}.csv`,
            "text/csv",
            csvOf([COLUMNS.map(([column]) => column), ...seams.map((seam) => COLUMNS.map(([, value]) => value(seam)))]),
        );
    return (
        <>
            <Panel
                flush
                title={title}
                aside={
                    <span className={styles.aside}>
                        {seams.length} {seams.length === 1 ? "row" : "rows"}
                        <Button onClick={save}>Download CSV</Button>
                    </span>
                }
            >
                <table className={table.table}>
                    <thead>
                        <tr>
                            <th scope="col">Consumer → provider</th>
                            <th scope="col">Verdict</th>
                            <th scope="col">Contract</th>
                            <th scope="col">Versions</th>
                            <th scope="col">Environment</th>
                            <th scope="col">Why, and what to do</th>
                        </tr>
                    </thead>
                    <tbody>
                        {seams.slice(0, shown).map((seam) => (
                            <tr key={keyOf(seam)}>
                                <th scope="row" className={styles.seam}>
                                    <SeamLink consumer={seam.consumer.name} provider={seam.provider.name} />
                                </th>
                                <td data-label="Verdict">
                                    <Verdict answer={answerOf(seam)}>{CLASS_WORDS[seam.class]}</Verdict>
                                </td>
                                <td className={table.word} data-label="Contract">
                                    <Chip>{seam.kind}</Chip>
                                </td>
                                <td className={styles.versions} data-label="Versions">
                                    <span>
                                        <VersionLink participant={seam.consumer.name} version={seam.consumer.version} />{" "}
                                        with{" "}
                                        {seam.provider.version ? (
                                            <VersionLink
                                                participant={seam.provider.name}
                                                version={seam.provider.version}
                                            />
                                        ) : (
                                            <span className={table.muted}>
                                                {seam.provider.external ? "nobody known here" : "none"}
                                            </span>
                                        )}
                                    </span>
                                </td>
                                <td className={table.name} data-label="Environment">
                                    <EnvironmentName name={seam.environment} />
                                </td>
                                <td data-label="Why">
                                    <span>
                                        <Pieces text={seam.reason} />{" "}
                                        {seam.next && (
                                            <span className={styles.next}>
                                                <Pieces text={seam.next} />
                                            </span>
                                        )}
                                    </span>
                                </td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            </Panel>
            {seams.length > shown && (
                <div>
                    <Button onClick={() => setShown(shown + STEP)}>Show more</Button>
                </div>
            )}
        </>
    );
}

export function keyOf(seam: SeamStatus): string {
    return JSON.stringify([
        seam.environment,
        seam.consumer.name,
        seam.consumer.version,
        seam.provider.name,
        seam.provider.version,
        seam.kind,
    ]);
}
