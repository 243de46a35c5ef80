import { useVirtualizer, type VirtualItem } from "@tanstack/react-virtual";
import {
    type CSSProperties,
    type KeyboardEvent,
    type MouseEvent,
    memo,
    useEffect,
    useId,
    useMemo,
    useRef,
    useState,
} from "react";
import { NoIcon, YesIcon } from "../../../components/icons";
import { shortNumber } from "../../../components/VersionNumber";
import { classes } from "../../../lib/classes";
import { stale } from "../../../lib/staleness";
import { useStore } from "../../../lib/store";
import { type Cell, type ExploreSearch, type Grid, type Row, resultOf, type Version } from "../api/matrix";
import styles from "./MatrixGrid.module.css";

/** Pixels, as in the style sheet. */
const HEADINGS = { least: 52, most: 104, letter: 7, space: 20 };
const HEADING = { least: 224, most: 400, digit: 7, letter: 6.2, space: 34 };
/** Letters beside a row's number, with which environments are counted rather than named. */
const LONG = 28;
const SCROLLBAR = 18;
const SIZE = { row: 34, column: 38 };
/** Rows before the end at which the next page is asked for. */
const AHEAD = 20;

const WORDS = { success: "verified", failed: "failed", unknown: "not verified" };
const MOVES: Record<string, [number, number]> = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    PageUp: [-10, 0],
    PageDown: [10, 0],
    Home: [0, Number.NEGATIVE_INFINITY],
    End: [0, Number.POSITIVE_INFINITY],
};

interface Props {
    grid: Grid;
    search: ExploreSearch;
    /** Opens the evidence of a pair of versions. */
    open: (row: Row, column: Version) => void;
    /** Asks for more rows; null: there are none. */
    more: (() => void) | null;
}

/** Consumer versions × provider versions. Arrow keys go from cell to cell, Enter opens the evidence of one. */
export function MatrixGrid({ grid, search, open, more }: Props) {
    const id = useId();
    const isStale = useStore(stale) !== null;
    const frame = useRef<HTMLDivElement>(null);
    const [active, setActive] = useState({ row: 0, column: 0 });
    const { top, heading } = useMemo(() => sizesOf(grid), [grid]);
    const rows = useVirtualizer({
        count: grid.rows.length,
        getScrollElement: () => frame.current,
        estimateSize: () => SIZE.row,
        overscan: 3,
        // the headings stay above the rows
        scrollPaddingEnd: top,
    });
    const columns = useVirtualizer({
        count: grid.columns.length,
        horizontal: true,
        getScrollElement: () => frame.current,
        estimateSize: () => SIZE.column,
        overscan: 3,
        scrollPaddingEnd: heading,
    });
    const last = rows.getVirtualItems().at(-1)?.index ?? 0;
    useEffect(() => {
        if (more && last >= grid.rows.length - AHEAD) {
            more();
        }
    }, [more, last, grid.rows.length]);

    const onKeyDown = (event: KeyboardEvent) => {
        const move = MOVES[event.key];
        if (move && !event.altKey && !event.metaKey) {
            event.preventDefault();
            const row = clamp(active.row + move[0], grid.rows.length);
            const column = clamp(active.column + move[1], grid.columns.length);
            setActive({ row, column });
            rows.scrollToIndex(row);
            columns.scrollToIndex(column);
        } else if (event.key === "Enter" || event.key === " ") {
            event.preventDefault();
            choose(active.row, active.column);
        }
    };
    const choose = (row: number, column: number) => {
        const [line, version] = [grid.rows[row], grid.columns[column]];
        if (line && version) {
            setActive({ row, column });
            open(line, version);
        }
    };
    const onClick = (event: MouseEvent) => {
        const { row, column } = (event.target as Element).closest<HTMLElement>("[data-row]")?.dataset ?? {};
        if (row !== undefined && column !== undefined) {
            choose(Number(row), Number(column));
        }
    };

    const sizes: Record<`--${string}`, string> & CSSProperties = {
        height: rows.getTotalSize() + top + SCROLLBAR,
        "--top": `${top}px`,
        "--wanted": `${heading}px`,
        "--columns": `${columns.getTotalSize()}px`,
    };
    return (
        // biome-ignore lint/a11y/useSemanticElements: only what is in sight is drawn, which no table can do
        <div
            ref={frame}
            role="grid"
            tabIndex={0}
            className={styles.frame}
            style={sizes}
            aria-label={`Versions of ${search.consumer} and of ${search.provider}`}
            aria-rowcount={grid.rows.length + 1}
            aria-colcount={grid.columns.length + 1}
            aria-activedescendant={cellId(id, active.row, active.column)}
            onKeyDown={onKeyDown}
            onClick={onClick}
        >
            {/* biome-ignore lint/a11y/useSemanticElements: see above */}
            {/* biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus */}
            <div
                role="row"
                aria-rowindex={1}
                className={styles.headings}
                style={{ width: `calc(var(--heading) + ${columns.getTotalSize()}px)` }}
            >
                {/* biome-ignore lint/a11y/useSemanticElements: see above */}
                {/* biome-ignore lint/a11y/useFocusableInteractive: see above */}
                <div role="columnheader" aria-colindex={1} className={styles.corner}>
                    <bdi>{search.consumer}</bdi> ↓ <bdi>{search.provider}</bdi> →
                </div>
                {columns.getVirtualItems().map((column) => (
                    <Heading
                        key={column.key}
                        version={grid.columns[column.index]}
                        index={column.index}
                        left={column.start}
                        isActive={column.index === active.column}
                    />
                ))}
            </div>
            <div
                className={styles.body}
                style={{ height: rows.getTotalSize(), width: `calc(var(--heading) + ${columns.getTotalSize()}px)` }}
            >
                {rows.getVirtualItems().map((row) => {
                    const line = grid.rows[row.index];
                    return (
                        line && (
                            <Line
                                key={row.key}
                                id={id}
                                grid={grid}
                                line={line}
                                index={row.index}
                                top={row.start}
                                columns={columns.getVirtualItems()}
                                active={row.index === active.row ? active.column : -1}
                                open={isRowOpen(search, line) ? search.cellProvider : undefined}
                                wanted={search.result}
                                isStale={isStale}
                            />
                        )
                    );
                })}
            </div>
        </div>
    );
}

interface LineProps {
    id: string;
    grid: Grid;
    line: Row;
    index: number;
    top: number;
    columns: VirtualItem[];
    /** The column of the cell that has the focus; -1: another row has it. */
    active: number;
    /** The version whose cell is open. */
    open: string | undefined;
    wanted: ExploreSearch["result"];
    isStale: boolean;
}

/** A row; drawn anew only when something in it is different, so that scrolling costs what comes into sight. */
const Line = memo(function Line({ id, grid, line, index, top, columns, active, open, wanted, isStale }: LineProps) {
    return (
        // biome-ignore lint/a11y/useSemanticElements: see above
        // biome-ignore lint/a11y/useFocusableInteractive: see above
        <div
            role="row"
            aria-rowindex={index + 2}
            className={styles.row}
            style={{ transform: `translateY(${top}px)`, height: SIZE.row }}
        >
            <RowHeading row={line} isActive={active >= 0} />
            {columns.map((column) => {
                const heading = grid.columns[column.index];
                return (
                    heading && (
                        <Place
                            key={column.key}
                            id={cellId(id, index, column.index)}
                            line={line}
                            heading={heading}
                            cell={grid.cell(index, column.index)}
                            row={index}
                            column={column.index}
                            left={column.start}
                            isActive={column.index === active}
                            isOpen={open === heading.number}
                            wanted={wanted}
                            isStale={isStale}
                        />
                    )
                );
            })}
        </div>
    );
});

interface PlaceProps {
    id: string;
    line: Row;
    heading: Version;
    cell: Cell | undefined;
    row: number;
    column: number;
    left: number;
    isActive: boolean;
    isOpen: boolean;
    wanted: ExploreSearch["result"];
    isStale: boolean;
}

/** A cell; those that stay in sight while one scrolls sideways are not drawn again. */
const Place = memo(function Place(props: PlaceProps) {
    const { id, line, heading, cell, row, column, left, isActive, isOpen, wanted, isStale } = props;
    const result = resultOf(cell);
    const label = labelOf(line, heading, cell);
    return (
        // biome-ignore lint/a11y/useSemanticElements: see above
        // biome-ignore lint/a11y/useFocusableInteractive: see above
        <div
            id={id}
            role="gridcell"
            aria-colindex={column + 2}
            aria-selected={isOpen}
            aria-label={label}
            title={label}
            data-row={row}
            data-column={column}
            data-result={result}
            className={classes(
                styles.cell,
                isStale && cell ? styles.stale : styles[result],
                wanted && wanted !== result && styles.faded,
                isActive && styles.active,
                isOpen && styles.open,
            )}
            style={{ left: `calc(var(--heading) + ${left}px)` }}
        >
            {cell && (cell.success ? <YesIcon size={17} /> : <NoIcon size={17} />)}
        </div>
    );
});

interface HeadingProps {
    version: Version | undefined;
    index: number;
    left: number;
    isActive: boolean;
}

function Heading({ version, index, left, isActive }: HeadingProps) {
    return (
        version && (
            // biome-ignore lint/a11y/useSemanticElements: see above
            // biome-ignore lint/a11y/useFocusableInteractive: see above
            <div
                role="columnheader"
                aria-colindex={index + 2}
                className={classes(styles.heading, isActive && styles.here)}
                style={{ left: `calc(var(--heading) + ${left}px)`, width: SIZE.column }}
                title={aboutOf(version)}
            >
                <span className={styles.number}>{shortNumber(version.number)}</span>
            </div>
        )
    );
}

function RowHeading({ row, isActive }: { row: Row; isActive: boolean }) {
    return (
        // biome-ignore lint/a11y/useSemanticElements: see above
        // biome-ignore lint/a11y/useFocusableInteractive: see above
        <div
            role="rowheader"
            aria-colindex={1}
            className={classes(styles.rowHeading, isActive && styles.here)}
            title={aboutOf(row.version)}
        >
            <span className={styles.number}>{shortNumber(row.version.number)}</span>
            <span className={styles.about}>{shortAboutOf(row)}</span>
        </div>
    );
}

/** Its branch, where it runs, and what it publishes. */
function shortAboutOf({ version, contract }: Row): string {
    const { branches, environments } = version;
    const all = [branches[0]?.name, ...environments].filter(Boolean).join(", ");
    const where =
        all.length > LONG && environments.length > 1
            ? [branches[0]?.name, `${environments.length} environments`].filter(Boolean).join(", ")
            : all;
    return contract.kind === "pact" ? where : `${where} ${contract.kind}`;
}

/** Pixels that the headings of the columns are high, and those of the rows wide: for the longest, within limits. */
function sizesOf({ rows, columns }: Grid): { top: number; heading: number } {
    const top = longest(columns, ({ number }) => shortNumber(number).length * HEADINGS.letter + HEADINGS.space);
    const heading = longest(
        rows,
        (row) =>
            shortNumber(row.version.number).length * HEADING.digit +
            shortAboutOf(row).length * HEADING.letter +
            HEADING.space,
    );
    return { top: within(top, HEADINGS), heading: within(heading, HEADING) };
}

function longest<T>(items: T[], sizeOf: (item: T) => number): number {
    return items.reduce((most, item) => Math.max(most, sizeOf(item)), 0);
}

function within(size: number, { least, most }: { least: number; most: number }): number {
    return Math.round(Math.min(Math.max(size, least), most));
}

/** All that is known of a version, in a line. */
export function aboutOf(version: Version): string {
    const names = (list: { name: string }[]) => list.map(({ name }) => name).join(", ");
    return [
        version.number,
        version.branches.length > 0 && `on ${names(version.branches)}`,
        version.tags.length > 0 && `tagged ${names(version.tags)}`,
        version.environments.length > 0 && `in ${version.environments.join(", ")}`,
    ]
        .filter(Boolean)
        .join("; ");
}

function labelOf(row: Row, column: Version, cell: Cell | undefined): string {
    return `${shortNumber(row.version.number)} with ${shortNumber(column.number)}: ${WORDS[resultOf(cell)]}`;
}

function isRowOpen(search: ExploreSearch, row: Row): boolean {
    return search.cellConsumer === row.version.number && (search.cellKind ?? "pact") === row.contract.kind;
}

function cellId(id: string, row: number, column: number): string {
    return `${id}-${row}-${column}`;
}

function clamp(index: number, count: number): number {
    return Math.max(0, Math.min(index, count - 1));
}
