import { Chip } from "../../../components/Chip";
import { Owner } from "../../../components/links";
import { METHODS } from "../../../components/results";
import { Time } from "../../../components/Time";
import table from "../../../components/table.module.css";
import { Verdict } from "../../../components/Verdict";
import type { Schemas } from "../../../lib/api";
import { rowKey } from "../api/blockers";

type Row = Schemas["VerdictRow"];

function answer(row: Row) {
    if (row.result === "success") {
        return <Verdict answer="yes">Fits</Verdict>;
    }
    if (row.result === "failure") {
        return <Verdict answer="no">Fails</Verdict>;
    }
    return row.providerVersion === undefined ? (
        <Verdict answer="no">Missing</Verdict>
    ) : (
        <Verdict answer="unknown">Not verified</Verdict>
    );
}

/** All that the verdict rests on, a row a pair. */
export function RowTable({ rows }: { rows: Row[] }) {
    return (
        <table className={table.table}>
            <thead>
                <tr>
                    <th scope="col">Consumer</th>
                    <th scope="col">Provider</th>
                    <th scope="col">Contract</th>
                    <th scope="col">Result</th>
                    <th scope="col">Verified by</th>
                    <th scope="col">When</th>
                </tr>
            </thead>
            <tbody>
                {rows.map((row) => (
                    <tr key={rowKey(row)}>
                        <td data-label="Consumer">
                            <Owner participant={row.consumer} version={row.consumerVersion} />
                        </td>
                        <td data-label="Provider">
                            <Owner participant={row.provider} version={row.providerVersion} />
                        </td>
                        <td data-label="Contract">
                            <Chip>{row.kind}</Chip>
                        </td>
                        <td data-label="Result">
                            {answer(row)} {row.ignored && <Chip>ignored</Chip>}
                        </td>
                        <td data-label="Verified by">{row.method && METHODS[row.method]}</td>
                        <td data-label="When">{row.verifiedAt && <Time at={row.verifiedAt} />}</td>
                    </tr>
                ))}
            </tbody>
        </table>
    );
}
