import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef } from "react";
import { Button } from "../../../components/Button";
import { Chip } from "../../../components/Chip";
import { VersionLink } from "../../../components/links";
import { METHODS, SeamResult } from "../../../components/results";
import { Time } from "../../../components/Time";
import { type ExploreSearch, type Grid, pairsOf, type Row, resultOf, type Version } from "../api/matrix";
import styles from "./PairList.module.css";

/** Pairs before the end at which the next page is asked for. */
const AHEAD = 40;

interface Props {
    grid: Grid;
    search: ExploreSearch;
    open: (row: Row, column: Version) => void;
    more: (() => void) | null;
}

/** The matrix as a list of pairs of versions, newest first; only those in sight are drawn. */
export function PairList({ grid, search, open, more }: Props) {
    const frame = useRef<HTMLElement>(null);
    const pairs = useMemo(() => pairsOf(grid, search.result), [grid, search.result]);
    const list = useVirtualizer({
        count: pairs.length,
        getScrollElement: () => frame.current,
        estimateSize: () => 42,
        overscan: 10,
    });
    const last = list.getVirtualItems().at(-1)?.index ?? 0;
    useEffect(() => {
        if (more && last >= pairs.length - AHEAD) {
            more();
        }
    }, [more, last, pairs.length]);
    return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no pointer scrolls it with the arrow keys
        <section ref={frame} className={styles.frame} aria-label={`${pairs.length} pairs of versions`} tabIndex={0}>
            <ul className={styles.list} style={{ height: list.getTotalSize() }}>
                {list.getVirtualItems().map((item) => {
                    const place = pairs[item.index];
                    const row = place && grid.rows[place.row];
                    const column = place && grid.columns[place.column];
                    return (
                        row &&
                        column && (
                            <li
                                key={item.key}
                                ref={list.measureElement}
                                data-index={item.index}
                                aria-posinset={item.index + 1}
                                aria-setsize={pairs.length}
                                className={styles.pair}
                                style={{ transform: `translateY(${item.start}px)` }}
                            >
                                <Pair grid={grid} place={place} row={row} column={column} open={open} />
                            </li>
                        )
                    );
                })}
            </ul>
        </section>
    );
}

interface PairProps {
    grid: Grid;
    place: { row: number; column: number };
    row: Row;
    column: Version;
    open: (row: Row, column: Version) => void;
}

function Pair({ grid, place, row, column, open }: PairProps) {
    const cell = grid.cell(place.row, place.column);
    return (
        <>
            <span className={styles.version}>
                <VersionLink participant={row.version.participant} version={row.version.number} />{" "}
                <span className={styles.branch}>{row.version.branches[0]?.name}</span>
            </span>
            <span className={styles.version}>
                <span className={styles.with}>with</span>{" "}
                <VersionLink participant={column.participant} version={column.number} />{" "}
                <span className={styles.branch}>{column.branches[0]?.name}</span>
            </span>
            <span>
                <SeamResult result={resultOf(cell)} />
            </span>
            <span className={styles.how}>
                <Chip>{row.contract.kind}</Chip>{" "}
                {cell && (
                    <>
                        {METHODS[cell.method]}, <Time at={cell.verifiedAt} />
                    </>
                )}
            </span>
            <Button look="quiet" onClick={() => open(row, column)}>
                Evidence
                <span className="visually-hidden">
                    {" "}
                    of {row.version.number} with {column.number}
                </span>
            </Button>
        </>
    );
}
