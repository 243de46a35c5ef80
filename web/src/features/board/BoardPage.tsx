import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { Chip } from "../../components/Chip";
import { Command } from "../../components/Command";
import form from "../../components/form.module.css";
import { ApplicationIcon, DatabaseIcon } from "../../components/icons";
import { ParticipantLink, VersionLink } from "../../components/links";
import { More } from "../../components/More";
import { Page, Panel } from "../../components/Page";
import { Empty, Failure, Skeleton } from "../../components/states";
import { AsOf, Time } from "../../components/Time";
import table from "../../components/table.module.css";
import { Verdict } from "../../components/Verdict";
import { api, body } from "../../lib/api";
import { participantNamesQuery } from "../../lib/queries";
import { type BoardPage as Board, type BoardVersion, boardQuery } from "../../lib/status";
import styles from "./BoardPage.module.css";

const route = getRouteApi("/environments");

/** What runs where, how far behind, and whether it may go on. */
export function BoardPage() {
    const { participant } = route.useSearch();
    const navigate = route.useNavigate();
    const { data, error, isPending, refetch, ...pages } = useInfiniteQuery(boardQuery(participant));
    const [isLooking, setLooking] = useState(false);
    const { data: names = [] } = useQuery({ ...participantNamesQuery, enabled: isLooking });
    const environments = data?.pages[0]?.environments ?? [];
    const rows = data?.pages.flatMap((page) => page.items) ?? [];
    return (
        <Page
            title="Environments"
            about={
                <>
                    What runs where, since when and how far behind its main branch; and whether it may go to the next
                    environment.
                    {data?.pages[0] && (
                        <>
                            {" "}
                            <AsOf at={data.pages[0].asOf} prefix="As of" />.
                        </>
                    )}
                </>
            }
        >
            <form
                className={form.form}
                aria-label="Filter"
                onSubmit={(event) => {
                    event.preventDefault();
                    const name = new FormData(event.currentTarget).get("participant");
                    navigate({ search: { participant: String(name ?? "").trim() || undefined } });
                }}
            >
                <div className={form.field}>
                    <label htmlFor="board-participant">Participant</label>
                    <input
                        key={participant}
                        id="board-participant"
                        name="participant"
                        type="search"
                        className={form.input}
                        defaultValue={participant ?? ""}
                        list="board-participants"
                        onFocus={() => setLooking(true)}
                        autoComplete="off"
                        placeholder="all; its name, and Enter"
                    />
                    <datalist id="board-participants">
                        {names.map(({ name }) => (
                            <option key={name} value={name} />
                        ))}
                    </datalist>
                </div>
            </form>
            {isPending && <Skeleton rows={8} label="Loading what runs where" />}
            {error && !data && (
                <Failure error={error} what="What runs where could not be loaded" retry={() => refetch()} />
            )}
            {data && rows.length === 0 && (
                <Empty title={participant ? `${participant} runs nowhere` : "Nothing is recorded in an environment"}>
                    <p>After a deployment:</p>
                    <Command text="seamwright record-deployment --participant NAME --version VERSION --environment ENVIRONMENT" />
                </Empty>
            )}
            {rows.length > 0 && (
                <Panel flush>
                    <BoardTable
                        rows={rows}
                        environments={environments}
                        atEnd={() => {
                            if (pages.hasNextPage && !pages.isFetchingNextPage) {
                                pages.fetchNextPage();
                            }
                        }}
                    />
                </Panel>
            )}
            <More {...pages} />
        </Page>
    );
}

/** Boards shorter than this are drawn whole, so that the browser finds everything in them. */
const VIRTUAL_FROM = 60;
const ROW_PIXELS = 64;

/** The board as a table; of a long one only what is near the window is drawn. */
function BoardTable({
    rows,
    environments,
    atEnd,
}: {
    rows: Board["items"];
    environments: Board["environments"];
    /** Called when the last row of a long board comes near the window. */
    atEnd: () => void;
}) {
    const place = useRef<HTMLTableSectionElement>(null);
    const [top, setTop] = useState(0);
    useLayoutEffect(() => {
        if (place.current) {
            setTop(Math.round(place.current.getBoundingClientRect().top + window.scrollY));
        }
    }, []);
    const long = rows.length > VIRTUAL_FROM;
    const virtualizer = useWindowVirtualizer({
        count: rows.length,
        enabled: long,
        estimateSize: () => ROW_PIXELS,
        getItemKey: (index) => rows[index]?.participant ?? index,
        overscan: 8,
        scrollMargin: top,
        useFlushSync: false,
    });
    const drawn = virtualizer.getVirtualItems();
    const before = (drawn[0]?.start ?? top) - top;
    const after = virtualizer.getTotalSize() + top - (drawn.at(-1)?.end ?? top);
    const near = long && (drawn.at(-1)?.index ?? 0) >= rows.length - 1;
    const end = useRef(atEnd);
    useEffect(() => {
        end.current = atEnd;
    });
    // biome-ignore lint/correctness/useExhaustiveDependencies: also after a page has come and its end is near
    useEffect(() => {
        if (near) {
            end.current();
        }
    }, [near, rows.length]);
    return (
        <table className={styles.board} aria-rowcount={rows.length + 1}>
            <thead>
                <tr>
                    <th scope="col">Participant</th>
                    {environments.map((environment) => (
                        <th key={environment.name} scope="col" title={environment.name}>
                            {environment.displayName} {environment.production && <Chip>production</Chip>}
                        </th>
                    ))}
                </tr>
            </thead>
            <tbody ref={place}>
                {long ? (
                    <>
                        <Gap height={before} />
                        {drawn.map(({ index, key }) => {
                            const row = rows[index];
                            return (
                                row && (
                                    <Row
                                        key={key}
                                        row={row}
                                        environments={environments}
                                        index={index}
                                        measure={virtualizer.measureElement}
                                    />
                                )
                            );
                        })}
                        <Gap height={after} />
                    </>
                ) : (
                    rows.map((row, index) => (
                        <Row key={row.participant} row={row} environments={environments} index={index} />
                    ))
                )}
            </tbody>
        </table>
    );
}

/** The place of rows that are not drawn. */
function Gap({ height }: { height: number }) {
    return height > 0 ? (
        <tr className={styles.gap}>
            <td style={{ height }} />
        </tr>
    ) : null;
}

function Row({
    row,
    environments,
    index,
    measure,
}: {
    row: Board["items"][number];
    environments: Board["environments"];
    index: number;
    measure?: (element: HTMLTableRowElement | null) => void;
}) {
    const cells = new Map(row.cells.map((cell) => [cell.environment, cell]));
    return (
        <tr ref={measure} data-index={index} aria-rowindex={index + 2}>
            <th scope="row">
                {row.kind === "database" ? <DatabaseIcon label="database" /> : <ApplicationIcon label="application" />}{" "}
                <ParticipantLink name={row.participant} />
            </th>
            {environments.map((environment, index) => {
                const cell = cells.get(environment.name);
                const next = environments[index + 1];
                const there = new Set(next && cells.get(next.name)?.versions.map(({ version }) => version));
                return (
                    <td key={environment.name} data-label={environment.displayName}>
                        {!cell || cell.versions.length === 0 ? (
                            <span className={table.muted}>not there</span>
                        ) : (
                            <ul className={styles.versions}>
                                {cell.versions.map((one) => (
                                    <li key={`${one.version} ${one.instance} ${one.how}`}>
                                        <Version participant={row.participant} one={one} verdict={cell.verdict} />
                                        {next && !there.has(one.version) && (
                                            <Promotion participant={row.participant} version={one.version} to={next} />
                                        )}
                                    </li>
                                ))}
                            </ul>
                        )}
                    </td>
                );
            })}
        </tr>
    );
}

function Version({
    participant,
    one,
    verdict,
}: {
    participant: string;
    one: BoardVersion;
    verdict?: "yes" | "no" | "unknown" | undefined;
}) {
    return (
        <div className={styles.version}>
            {verdict && <Verdict answer={verdict} shapeOnly />}
            <VersionLink participant={participant} version={one.version} />
            {one.how === "released" && <Chip>released</Chip>}
            {one.instance && <Chip>{one.instance}</Chip>}
            <span className={styles.about}>
                <Time at={one.since} />
                {one.branch && `, ${one.branch}`}
                {one.behind > 0 && `, ${one.behind} behind`}
            </span>
        </div>
    );
}

/** Whether a version may go to the next environment; asked once the cell is on the screen. */
function Promotion({
    participant,
    version,
    to,
}: {
    participant: string;
    version: string;
    to: { name: string; displayName: string };
}) {
    const [visible, setVisible] = useState(false);
    const place = useRef<HTMLDivElement>(null);
    useEffect(() => {
        const watcher = new IntersectionObserver((entries) => {
            if (entries.some((entry) => entry.isIntersecting)) {
                setVisible(true);
            }
        });
        if (place.current) {
            watcher.observe(place.current);
        }
        return () => watcher.disconnect();
    }, []);
    const { data, error } = useQuery({
        queryKey: ["verdict", { participant, version, environment: to.name }],
        queryFn: ({ signal }) =>
            body(
                api.POST("/api/v1/verdicts/can-i-deploy", {
                    body: {
                        versions: [{ participant, version }],
                        target: { type: "environment", environment: to.name },
                    },
                    signal,
                }),
            ),
        enabled: visible,
        staleTime: 60_000,
        refetchInterval: 60_000,
    });
    return (
        <div ref={place} className={styles.promotion}>
            <Link to="/verdict" search={{ participant, version, environment: to.name }}>
                to {to.displayName}
            </Link>
            {data && <Verdict answer={data.deployable} />}
            {error && !data && <Chip title={error.message}>could not be asked</Chip>}
        </div>
    );
}
