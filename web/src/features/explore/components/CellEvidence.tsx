import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "../../../components/Button";
import { Chip } from "../../../components/Chip";
import { Command } from "../../../components/Command";
import { ArrowIcon } from "../../../components/icons";
import { ExternalLink, Owner } from "../../../components/links";
import { METHODS, SeamResult } from "../../../components/results";
import { Failure, Skeleton } from "../../../components/states";
import { Time } from "../../../components/Time";
import { Verdict } from "../../../components/Verdict";
import { FindingWitness } from "../../../components/witness/FindingWitness";
import { ReplayWitness } from "../../../components/witness/ReplayWitness";
import { StatementWitness } from "../../../components/witness/StatementWitness";
import type { Schemas } from "../../../lib/api";
import { computedWitnessQuery, type Pair } from "../../../lib/replay";
import { quote } from "../../../lib/shell";
import { type Cell, type Row, resultOf, resultsQuery } from "../api/matrix";
import styles from "../ExplorePage.module.css";

interface Props {
    pair: Pair;
    row: Row;
    cell: Cell | undefined;
    close: () => void;
}

/** How it is known that two versions fit, or do not: by what, when, by whom, and each mismatch. */
export function CellEvidence({ pair, row, cell, close }: Props) {
    const kind = row.contract.kind as Schemas["SeamKind"];
    return (
        <section className={styles.evidence} aria-label="Evidence">
            <header className={styles.evidenceHeader}>
                <h2 className={styles.pair}>
                    <Owner participant={pair.consumer} version={pair.consumerVersion} />
                    <ArrowIcon label="with" />
                    <Owner participant={pair.provider} version={pair.providerVersion} />
                </h2>
                <SeamResult result={resultOf(cell)} />
                <Chip>{kind}</Chip>
                <Link
                    to="/seams/$consumer/$provider"
                    params={{ consumer: pair.consumer, provider: pair.provider }}
                    search={{ version: pair.consumerVersion, kind }}
                >
                    The contract
                </Link>
                <Button look="quiet" onClick={close}>
                    Close
                </Button>
            </header>
            {cell ? (
                <>
                    {!cell.success && <Witness pair={pair} cell={cell} kind={kind} />}
                    <Results pair={pair} row={row} kind={kind} decisive={cell} />
                </>
            ) : (
                <Unverified pair={pair} kind={kind} />
            )}
        </section>
    );
}

function Witness({ pair, cell, kind }: { pair: Pair; cell: Cell; kind: Schemas["SeamKind"] }) {
    return cell.method === "replay" ? <ReplayWitness pair={pair} /> : <Computed pair={pair} kind={kind} />;
}

function Computed({ pair, kind }: { pair: Pair; kind: Schemas["SeamKind"] }) {
    const { data, error, isPending, refetch } = useQuery(computedWitnessQuery(pair, kind));
    if (isPending) {
        return <Skeleton rows={2} label="Loading what does not fit" />;
    }
    if (error && !data) {
        return <Failure error={error} what="What does not fit could not be loaded" retry={() => refetch()} />;
    }
    return (
        data && (
            <>
                {data.statements.length > 0 && <StatementWitness statements={data.statements} />}
                {data.findings.length > 0 && <FindingWitness findings={data.findings} />}
            </>
        )
    );
}

interface ResultsProps {
    pair: Pair;
    row: Row;
    kind: Schemas["SeamKind"];
    decisive: Cell;
}

function Results({ pair, row, kind, decisive }: ResultsProps) {
    const { data, error, isPending, refetch } = useQuery(
        resultsQuery(pair.consumer, pair.provider, pair.providerVersion, row.contract.sha256, kind),
    );
    if (isPending) {
        return <Skeleton rows={2} label="Loading the results" />;
    }
    if (error && !data) {
        return <Failure error={error} what="The results could not be loaded" retry={() => refetch()} />;
    }
    return (
        <ul className={styles.results}>
            {data?.map((result) => (
                <li key={result.number}>
                    {result.success ? <Verdict answer="yes">Passed</Verdict> : <Verdict answer="no">Failed</Verdict>}
                    <span>
                        by {METHODS[result.method]}
                        {result.verifiedBy && `, ${result.verifiedBy}`}, <Time at={result.verifiedAt} />
                        {result.buildUrl && (
                            <>
                                , <ExternalLink url={result.buildUrl}>build</ExternalLink>
                            </>
                        )}
                    </span>
                    {result.number === decisive.number && <Chip tone="accent">decides</Chip>}
                    {result.pending && <Chip>pending</Chip>}
                    {result.wip && <Chip>work in progress</Chip>}
                </li>
            ))}
        </ul>
    );
}

function Unverified({ pair, kind }: { pair: Pair; kind: Schemas["SeamKind"] }) {
    return kind === "pact" ? (
        <>
            <p>
                Nobody has verified the two with each other: by a worker near {pair.provider} {pair.providerVersion}, or
                in its build.
            </p>
            <Command text={`seamwright worker --provider ${quote(pair.provider)} --base-url URL_OF_THE_PROVIDER`} />
        </>
    ) : (
        <p>
            The queries were not run on this version's schema: either it has published none, or the two never met in a
            target.
        </p>
    );
}
