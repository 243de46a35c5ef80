import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { Button } from "../../components/Button";
import { ParticipantLink } from "../../components/links";
import { Page, Panel } from "../../components/Page";
import { Pieces } from "../../components/Pieces";
import { Empty, Failure, Skeleton } from "../../components/states";
import { AsOf } from "../../components/Time";
import type { Schemas } from "../../lib/api";
import { useEnvironments } from "../../lib/environments";
import { seamsOfQuery } from "../../lib/seams";
import { type ExploreSearch, gridOf, matrixQuery, type Row, turned, type Version } from "./api/matrix";
import { CellEvidence } from "./components/CellEvidence";
import { FilterForm } from "./components/FilterForm";
import { MatrixGrid } from "./components/MatrixGrid";
import { PairList } from "./components/PairList";
import styles from "./ExplorePage.module.css";

const route = getRouteApi("/explore");

/** Which version of the one fits which version of the other. */
export function ExplorePage() {
    const search = route.useSearch();
    const navigate = route.useNavigate();
    const { consumer, provider } = search;
    const hasPair = consumer !== undefined && provider !== undefined;
    return (
        <Page
            title={hasPair ? `Matrix of ${consumer} and ${provider}` : "Matrix"}
            heading="Matrix"
            about="Which versions of a consumer were verified with which versions of a provider, by what, and what failed."
            actions={
                hasPair && (
                    <Button onClick={() => navigate({ search: { ...search, view: search.view ? undefined : "rows" } })}>
                        {search.view ? "As a grid" : "As rows"}
                    </Button>
                )
            }
        >
            <FilterForm search={search} ask={(asked) => navigate({ search: asked })} />
            {hasPair ? <Matrix search={search} /> : <NoPair participant={consumer ?? provider} />}
        </Page>
    );
}

function NoPair({ participant }: { participant: string | undefined }) {
    if (participant === undefined) {
        return (
            <Empty title="Two participants">
                <p>Name a consumer and its provider. The address of this page then is the question: share it.</p>
            </Empty>
        );
    }
    return <SeamsOf participant={participant} />;
}

/** Whom a participant has a matrix with. */
function SeamsOf({ participant }: { participant: string }) {
    const { data, error, isPending, refetch } = useQuery(seamsOfQuery(participant));
    if (isPending) {
        return <Skeleton rows={4} label="Loading its seams" />;
    }
    if (error && !data) {
        return (
            <Failure error={error} what={`The seams of ${participant} could not be loaded`} retry={() => refetch()} />
        );
    }
    const pairs = new Map(
        [...(data?.consuming ?? []), ...(data?.providing ?? [])].map(({ consumer, provider }) => [
            JSON.stringify([consumer, provider]),
            { consumer, provider },
        ]),
    );
    return pairs.size === 0 ? (
        <Empty title={`${participant} has no seams`}>
            <p>
                <ParticipantLink name={participant} /> neither needs anybody, nor does anybody need it.
            </p>
        </Empty>
    ) : (
        <Panel title={`With whom? The seams of ${participant}`}>
            <ul className={styles.seams}>
                {[...pairs.values()].map((pair) => (
                    <li key={`${pair.consumer} ${pair.provider}`}>
                        <Link to="/explore" search={pair}>
                            <Pieces text={`${pair.consumer} → ${pair.provider}`} />
                        </Link>
                    </li>
                ))}
            </ul>
        </Panel>
    );
}

function Matrix({ search }: { search: ExploreSearch }) {
    const navigate = route.useNavigate();
    const { data, error, isPending, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
        matrixQuery(search),
    );
    const pages = data?.pages;
    const { titlesOf } = useEnvironments();
    const grid = useMemo(() => gridOf(pages ?? [], titlesOf), [pages, titlesOf]);
    const open = useCallback(
        (row: Row, column: Version) =>
            navigate({
                search: (before) => ({
                    ...before,
                    cellConsumer: row.version.number,
                    cellProvider: column.number,
                    cellKind: row.contract.kind as Schemas["SeamKind"],
                }),
                resetScroll: false,
            }),
        [navigate],
    );
    if (isPending) {
        return <Skeleton rows={10} label="Loading the matrix" />;
    }
    if (error && !data) {
        return <Failure error={error} what="The matrix could not be loaded" retry={() => refetch()} />;
    }
    if (grid.rows.length === 0 || grid.columns.length === 0) {
        return <Nothing search={search} />;
    }
    const more = hasNextPage && !isFetchingNextPage && !error ? () => fetchNextPage() : null;
    const Drawing = search.view ? PairList : MatrixGrid;
    return (
        <>
            <p className={styles.note} aria-live="polite">
                {grid.rows.length} {hasNextPage && "newest "}versions of <bdi>{search.consumer}</bdi> with{" "}
                {grid.columns.length} {grid.moreColumns && "newest "}of <bdi>{search.provider}</bdi>
                {grid.moreColumns && "; filter them to see older ones"}. {!search.view && "Empty: not verified. "}
                {pages?.[0] && <AsOf at={pages[0].asOf} prefix="As of" />}
            </p>
            <Cell search={search} grid={grid} />
            <Drawing grid={grid} search={search} open={open} more={more} />
            {error && <Failure error={error} what="More versions could not be loaded" retry={() => fetchNextPage()} />}
        </>
    );
}

/** The evidence of the cell that the address names. */
function Cell({ search, grid }: { search: ExploreSearch; grid: ReturnType<typeof gridOf> }) {
    const navigate = route.useNavigate();
    const { consumer = "", provider = "", cellConsumer, cellProvider, cellKind = "pact" } = search;
    if (!cellConsumer || !cellProvider) {
        return null;
    }
    const row = grid.rows.findIndex(
        ({ version, contract }) => version.number === cellConsumer && contract.kind === cellKind,
    );
    const column = grid.columns.findIndex(({ number }) => number === cellProvider);
    const found = grid.rows[row];
    if (!found || column < 0) {
        return (
            <p className={styles.note}>
                {cellConsumer} with {cellProvider} is not among these versions.
            </p>
        );
    }
    return (
        <CellEvidence
            pair={{ consumer, consumerVersion: cellConsumer, provider, providerVersion: cellProvider }}
            row={found}
            cell={grid.cell(row, column)}
            close={() =>
                navigate({
                    search: (before) => ({
                        ...before,
                        cellConsumer: undefined,
                        cellProvider: undefined,
                        cellKind: undefined,
                    }),
                    resetScroll: false,
                })
            }
        />
    );
}

function Nothing({ search }: { search: ExploreSearch }) {
    const { consumer = "", provider = "" } = search;
    const { data } = useQuery(seamsOfQuery(consumer));
    const isFiltered = Object.entries(search).some(
        ([name, value]) => value !== undefined && /^(consumer|provider)[A-Z]|^kind$/.test(name),
    );
    const isTurned = data?.providing.some((seam) => seam.consumer === provider);
    return (
        <Empty title={isFiltered ? "No versions are like that" : `${consumer} has no contract with ${provider}`}>
            {isFiltered && (
                <p>
                    Everything that is filled in of a side has to apply to a version.{" "}
                    <Link to="/explore" search={{ consumer, provider }}>
                        Take the filters away
                    </Link>
                </p>
            )}
            {isTurned && (
                <p>
                    <Link to="/explore" search={turned(search)}>
                        {provider} needs {consumer}: the other way round
                    </Link>
                </p>
            )}
        </Empty>
    );
}
