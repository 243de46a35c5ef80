import type { Schemas } from "../lib/api";
import { Chip } from "./Chip";
import { SeamLink, VersionLink } from "./links";
import { SeamResult } from "./results";
import { Time } from "./Time";
import table from "./table.module.css";

/** Seams with the newest contract of each, and what it was verified with. */
export function SeamTable({ seams }: { seams: Schemas["Seam"][] }) {
    return (
        <table className={table.table}>
            <thead>
                <tr>
                    <th scope="col">Consumer → provider</th>
                    <th scope="col">Contract</th>
                    <th scope="col">Newest contract of</th>
                    <th scope="col">Result</th>
                    <th scope="col">Verified</th>
                </tr>
            </thead>
            <tbody>
                {seams.map((seam) => (
                    <tr key={`${seam.consumer} ${seam.provider} ${seam.kind}`}>
                        <th scope="row">
                            <SeamLink consumer={seam.consumer} provider={seam.provider} />
                        </th>
                        <td data-label="Contract">
                            <Chip>{seam.kind}</Chip>
                        </td>
                        <td data-label="Newest of">
                            <VersionLink participant={seam.consumer} version={seam.contract.version} />
                        </td>
                        <td data-label="Result">
                            <SeamResult result={seam.result} />
                        </td>
                        <td data-label="Verified">
                            {seam.verification && (
                                <span>
                                    <Time at={seam.verification.verifiedAt} />, with{" "}
                                    <VersionLink
                                        participant={seam.provider}
                                        version={seam.verification.providerVersion}
                                    />
                                </span>
                            )}
                        </td>
                    </tr>
                ))}
            </tbody>
        </table>
    );
}
