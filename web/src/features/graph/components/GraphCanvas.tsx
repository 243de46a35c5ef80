import { type Node, type NodeProps, ReactFlow, ReactFlowProvider, useReactFlow } from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { ApplicationIcon, DatabaseIcon, ExternalIcon } from "../../../components/icons";
import { ZoomControls } from "../../../components/ZoomControls";
import { stale } from "../../../lib/staleness";
import { useStore } from "../../../lib/store";
import { PHONE, useMedia } from "../../../lib/useMedia";
import type { Graph, Link, Party } from "../api/graph";
import { type Direction, type Layout, layoutOf, neighbourIn } from "../api/layout";
import { ANSWER_SHAPES, ANSWER_WORDS, coloured } from "./answers";
import styles from "./GraphCanvas.module.css";
import { Links } from "./Links";
import { KIND_WORDS } from "./PartyPanel";

const ICONS = { application: ApplicationIcon, database: DatabaseIcon, external: ExternalIcon };

interface Props {
    graph: Graph;
    /** The party in the middle. */
    centre: string;
    selected: string | undefined;
    /** Parties that are looked for; undefined: nobody is. */
    found: Set<string> | undefined;
    select: (name: string | undefined) => void;
    openLink: (link: Link) => void;
}

type PartyData = {
    party: Party;
    isCentre: boolean;
    isSelected: boolean;
    isFaded: boolean;
    isFound: boolean;
    isReachable: boolean;
    isStale: boolean;
    select: (name: string) => void;
};
/** The graph, drawn. Arrow keys go from party to party, Enter opens what is known of one. */
export default function GraphCanvas(props: Props) {
    return (
        <ReactFlowProvider>
            <Canvas {...props} />
        </ReactFlowProvider>
    );
}

function Canvas({ graph, centre, selected, found, select, openLink }: Props) {
    const flow = useReactFlow();
    const isStale = useStore(stale) !== null;
    const frame = useRef<HTMLDivElement>(null);
    const towards = useMedia(PHONE) ? "down" : "right";
    const layout = useMemo(() => layoutOf(graph, towards), [graph, towards]);
    const { size, places } = layout;
    // what stays in sight when the frame changes its size
    const shown = useRef(selected);
    shown.current = selected;
    const [reached, setReached] = useState(centre);
    // the one party that Tab leads to; the arrow keys lead on from it
    const reachable = places.has(reached) ? reached : centre;

    const made = useMemo<Node<PartyData>[]>(
        () =>
            graph.parties.map((party) => ({
                id: party.name,
                type: "party",
                position: places.get(party.name) ?? { x: 0, y: 0 },
                ...size,
                zIndex: 10,
                style: PRESSED,
                data: {
                    party,
                    isCentre: party.name === centre,
                    isSelected: party.name === selected,
                    isFaded: found !== undefined && !found.has(party.name),
                    isFound: found?.has(party.name) ?? false,
                    isReachable: party.name === reachable,
                    isStale,
                    select,
                },
            })),
        [graph, size, places, centre, selected, found, reachable, isStale, select],
    );
    // most parties are as they were when somebody is looked at, and are not drawn again
    const nodes = useKept(made);

    const show = useCallback(
        (name: string) => {
            const place = places.get(name);
            const frameBox = frame.current?.getBoundingClientRect();
            if (!place || !frameBox) {
                return;
            }
            const { x, y, zoom } = flow.getViewport();
            const [left, top] = [place.x * zoom + x, place.y * zoom + y];
            const isSeen =
                left >= 0 &&
                top >= 0 &&
                left + size.width * zoom <= frameBox.width &&
                top + size.height * zoom <= frameBox.height;
            if (!isSeen) {
                flow.setCenter(place.x + size.width / 2, place.y + size.height / 2, { zoom: Math.max(zoom, 0.6) });
            }
        },
        [flow, size, places],
    );

    const seeAll = useCallback(
        (smallest = SMALLEST) => {
            const box = frame.current?.getBoundingClientRect();
            const middle = places.get(centre);
            if (!box || !middle) {
                return;
            }
            const bounds = boundsOf({ size, places });
            const [width, height] = [box.width - 2 * MARGIN, box.height - 2 * MARGIN - CONTROLS];
            const fitting = { x: width / bounds.width, y: height / bounds.height };
            const whole = Math.min(1, Math.max(SMALLEST_AT_ALL, Math.min(fitting.x, fitting.y)));
            // what cannot be seen whole is seen around the middle one, and moved in one direction where that is enough
            const across = towards === "down" ? "x" : "y";
            const zoom =
                whole >= smallest ? whole : fitting[across] >= smallest ? Math.min(0.75, fitting[across]) : 0.75;
            const isSeen = (axis: "x" | "y") => zoom <= fitting[axis];
            const x = isSeen("x") ? bounds.x + bounds.width / 2 : middle.x + size.width / 2;
            const y = isSeen("y") ? bounds.y + bounds.height / 2 : middle.y + size.height / 2;
            flow.setViewport({ x: MARGIN + width / 2 - x * zoom, y: MARGIN + height / 2 - y * zoom, zoom });
        },
        [flow, size, places, towards, centre],
    );
    useEffect(() => {
        const element = frame.current;
        if (!element) {
            return;
        }
        const watcher = new ResizeObserver(() => {
            seeAll();
            if (shown.current !== undefined) {
                show(shown.current);
            }
        });
        watcher.observe(element);
        return () => watcher.disconnect();
    }, [seeAll, show]);

    const onKeyDown = (event: KeyboardEvent) => {
        if (event.altKey || event.ctrlKey || event.metaKey || !(event.target as HTMLElement).dataset.party) {
            return;
        }
        const to = event.key === "Home" ? centre : neighbourIn(places, reachable, event.key as Direction);
        if (event.key === "Escape") {
            select(undefined);
        } else if ((event.key === "Home" || event.key.startsWith("Arrow")) && to !== undefined) {
            event.preventDefault();
            setReached(to);
            show(to);
            frame.current?.querySelector<HTMLElement>(`[data-party="${CSS.escape(to)}"]`)?.focus({
                preventScroll: true,
            });
        }
    };

    // what is found first is brought into sight
    const first = found && graph.parties.find(({ name }) => found.has(name))?.name;
    useEffect(() => {
        if (first !== undefined) {
            show(first);
        }
    }, [first, show]);

    return (
        // biome-ignore lint/a11y/noStaticElementInteractions: keys of the buttons within
        <div className={styles.frame} ref={frame} onKeyDown={onKeyDown}>
            <ReactFlow
                nodes={nodes}
                nodeTypes={NODE_TYPES}
                nodesDraggable={false}
                nodesConnectable={false}
                nodesFocusable={false}
                elementsSelectable={false}
                zoomOnScroll={false}
                zoomOnDoubleClick={false}
                preventScrolling={false}
                deleteKeyCode={null}
                selectionKeyCode={null}
                multiSelectionKeyCode={null}
                panActivationKeyCode={null}
                disableKeyboardA11y
                minZoom={SMALLEST_AT_ALL}
                maxZoom={1.6}
                proOptions={{ hideAttribution: true }}
                aria-label={`Seams around ${centre}`}
            >
                <Links
                    graph={graph}
                    layout={layout}
                    towards={towards}
                    selected={selected}
                    found={found}
                    isStale={isStale}
                    open={openLink}
                />
            </ReactFlow>
            <ZoomControls label="View of the graph" seeAll={() => seeAll(0)} />
        </div>
    );
}

/** What React Flow compares by identity stays the same while nothing about it changes. */
function useKept<T extends { id: string; data?: object }>(made: T[]): T[] {
    const kept = useRef(new Map<string, T>());
    return useMemo(() => {
        const now = made.map((one) => {
            const before = kept.current.get(one.id);
            return before && isSame(before, one) ? before : one;
        });
        kept.current = new Map(now.map((one) => [one.id, one]));
        return now;
    }, [made]);
}

/** Whether two have the same properties, and the same ones within `data`. */
function isSame(one: object, other: object): boolean {
    const [mine, theirs] = [Object.entries(one), new Map(Object.entries(other))];
    return (
        mine.length === theirs.size &&
        mine.every(([key, value]) => {
            const its = theirs.get(key);
            return value === its || (key === "data" && isSame(value, its));
        })
    );
}

/** A party cannot be dragged or selected, and still be pressed. */
const PRESSED = { pointerEvents: "all" } as const;
/** Names are still read at this zoom. */
const SMALLEST = 0.45;
const SMALLEST_AT_ALL = 0.1;

/** Around all parties, in pixels. */
const MARGIN = 24;
/** Height of the row of buttons that lies over the drawing, on a phone. */
const CONTROLS = 40;

function boundsOf({ size, places }: Pick<Layout, "size" | "places">) {
    const corners = [...places.values()];
    const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
    const [x, y] = [Math.min(...xs), Math.min(...ys)];
    return { x, y, width: Math.max(...xs) - x + size.width, height: Math.max(...ys) - y + size.height };
}

function PartyNode({ data }: NodeProps<Node<PartyData>>) {
    const { party, isCentre, isSelected, isFaded, isFound, isReachable, isStale, select } = data;
    const Kind = ICONS[party.kind];
    const Shape = ANSWER_SHAPES[party.answer];
    return (
        <button
            type="button"
            data-party={party.name}
            tabIndex={isReachable ? 0 : -1}
            aria-pressed={isSelected}
            {...coloured(
                party.answer,
                isStale,
                styles.party,
                styles[party.kind],
                isCentre && styles.centre,
                isSelected && styles.selected,
                isFaded && styles.faded,
                isFound && styles.found,
            )}
            title={party.name}
            onClick={() => select(party.name)}
        >
            <Kind label={KIND_WORDS[party.kind]} />
            <span className={styles.name}>{party.name}</span>
            <span className={styles.shape}>
                <Shape size={18} label={ANSWER_WORDS[party.answer]} />
            </span>
        </button>
    );
}

const NODE_TYPES = { party: PartyNode };
