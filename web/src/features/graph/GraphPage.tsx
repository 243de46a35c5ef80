import { useQuery } from "@tanstack/react-query";
import { getRouteApi, lazyRouteComponent } from "@tanstack/react-router";
import { Suspense, useCallback, useEffect, useMemo } from "react";
import { Button } from "../../components/Button";
import { Command } from "../../components/Command";
import { NoIcon, UnknownIcon, VerifyingIcon, YesIcon } from "../../components/icons";
import { Page } from "../../components/Page";
import { Empty, Failure, Skeleton } from "../../components/states";
import { AsOf } from "../../components/Time";
import { classes } from "../../lib/classes";
import { useEnvironments } from "../../lib/environments";
import { quote } from "../../lib/shell";
import { PHONE, useMedia } from "../../lib/useMedia";
import { meaning } from "./api/expression";
import { type GraphSearch, graphOf, isEachMarked, type Neighbourhood, neighbourhoodQuery, without } from "./api/graph";
import { GraphForm } from "./components/GraphForm";
import { PartyPanel } from "./components/PartyPanel";
import { Picker } from "./components/Picker";
import { SeamRows } from "./components/SeamRows";
import styles from "./GraphPage.module.css";

const GraphCanvas = lazyRouteComponent(() => import("./components/GraphCanvas"));

const route = getRouteApi("/graph");
/** More are not drawn: nobody could see anything. */
const MOST_PARTIES = 300;

/** How codebases and databases meet, around one of them. */
export function GraphPage() {
    const search = route.useSearch();
    const navigate = route.useNavigate();
    const { participant } = search;
    const { data, error, isLoading, refetch } = useQuery(neighbourhoodQuery(search));
    const isDrawn = participant !== undefined && search.view === undefined;
    useEffect(() => {
        if (isDrawn) {
            GraphCanvas.preload?.(); // while the seams are on their way
        }
    }, [isDrawn]);
    const change = useCallback(
        (changed: GraphSearch, replace = false) =>
            navigate({ search: (before) => ({ ...before, ...changed }), replace, resetScroll: false }),
        [navigate],
    );
    return (
        <Page
            title={participant ? `Seams around ${participant}` : "Seam graph"}
            heading={
                participant ? (
                    <>
                        Seams around <bdi>{participant}</bdi>
                    </>
                ) : (
                    "Seam graph"
                )
            }
            about={
                <>
                    How services, databases and external parties meet in what runs now, a neighbourhood at a time.
                    {participant && data && (
                        <>
                            {" "}
                            <AsOf at={data.asOf} prefix="As of" />.
                        </>
                    )}
                </>
            }
            actions={
                participant && (
                    <Button onClick={() => change({ view: search.view ? undefined : "table" })}>
                        {search.view ? "As a graph" : "As a table"}
                    </Button>
                )
            }
        >
            <GraphForm key={participant} search={search} change={change} />
            {!participant && <Picker />}
            {isLoading && <Skeleton rows={8} label="Loading the seams" />}
            {error && !data && <Failure error={error} what="The seams could not be loaded" retry={() => refetch()} />}
            {participant && data && (
                <Around centre={participant} neighbourhood={data} search={search} change={change} />
            )}
        </Page>
    );
}

interface AroundProps {
    centre: string;
    neighbourhood: Neighbourhood;
    search: GraphSearch;
    change: (changed: GraphSearch, replace?: boolean) => void;
}

function Around({ centre, neighbourhood, search, change }: AroundProps) {
    const navigate = route.useNavigate();
    const { titleOf, exampleOf } = useEnvironments();
    const { items, complete } = neighbourhood;
    const whole = useMemo(() => graphOf(centre, items, MOST_PARTIES), [centre, items]);
    const graph = useMemo(() => without(whole, centre, meaning(search.hide)), [whole, centre, search.hide]);
    const found = useMemo(
        () => (search.find ? new Set(graph.parties.filter(meaning(search.find)).map(({ name }) => name)) : undefined),
        [graph, search.find],
    );
    const select = useCallback((selected: string | undefined) => change({ selected }), [change]);
    const party = graph.parties.find(({ name }) => name === search.selected);
    const hidden = whole.parties.length - graph.parties.length;
    const drawn = new Set(graph.links.flatMap((link) => link.seams));
    const seams = items.filter((seam) => drawn.has(seam)); // worst first, as the broker lists them

    if (items.length === 0) {
        const where = search.environment && titleOf(search.environment);
        return (
            <Empty title={`${centre} meets nobody${where ? ` in ${where}` : ""}`}>
                <p>
                    The graph shows what is recorded in {where ?? "an environment"}: a seam is there when its consumer
                    is. After a deployment:
                </p>
                <Command
                    text={`seamwright record-deployment --participant ${quote(centre)} --version VERSION --environment ${quote(search.environment ?? exampleOf())}`}
                />
            </Empty>
        );
    }
    return (
        <>
            <p className={styles.note} aria-live="polite">
                {graph.parties.length} {graph.parties.length === 1 ? "party" : "parties"}, {graph.links.length}{" "}
                {graph.links.length === 1 ? "link" : "links"}
                {found && `, ${found.size} found`}
                {hidden > 0 && `, ${hidden} hidden`}
                {whole.omitted > 0 && `; ${whole.omitted} more are further away: choose a smaller depth`}
                {!complete && `; only the ${items.length} worst seams are here: choose an environment`}.
            </p>
            {search.view === "table" ? (
                <SeamRows seams={seams} title="Seams" name={centre} />
            ) : (
                <>
                    <div className={classes(styles.drawing, party && styles.beside)}>
                        <Suspense fallback={<Skeleton rows={8} label="Loading the drawing" />}>
                            <GraphCanvas
                                graph={graph}
                                centre={centre}
                                selected={party?.name}
                                found={found}
                                select={select}
                                openLink={({ consumer, provider }) =>
                                    navigate({ to: "/seams/$consumer/$provider", params: { consumer, provider } })
                                }
                            />
                        </Suspense>
                        {party && <PartyPanel party={party} links={graph.links} search={search} />}
                    </div>
                    <Legend isEachMarked={isEachMarked(graph)} />
                </>
            )}
        </>
    );
}

function Legend({ isEachMarked }: { isEachMarked: boolean }) {
    const isPhone = useMedia(PHONE);
    return (
        <ul className={styles.legend} aria-label="What the shapes mean">
            <li>
                <span className={styles.yes}>
                    <YesIcon />
                </span>
                fits
            </li>
            <li>
                <span className={styles.no}>
                    <NoIcon />
                </span>
                does not fit
            </li>
            <li>
                <span className={styles.unknown}>
                    <UnknownIcon />
                </span>
                not known
            </li>
            <li>
                <span className={styles.unknown}>
                    <VerifyingIcon />
                </span>
                being verified
            </li>
            <li>
                Lines lead from consumers, {isPhone ? "above" : "on the left"}, to their providers
                {!isEachMarked && "; those without a shape fit"}.
            </li>
            <li>Arrow keys go from party to party, Enter opens one.</li>
        </ul>
    );
}
