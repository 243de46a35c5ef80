// Where the parties of a graph are drawn: consumers to the left of their providers.
import dagre from "@dagrejs/dagre";
import type { Graph } from "./graph";

export const NODE = { width: 208, height: 58 };
const GAP = { column: 96, row: 22, wrapped: 26, link: 50 };
const MOST_CACHED = 24;
/** Rows of a column before it is broken into several. */
const ROWS = (parties: number) => Math.max(9, Math.ceil(Math.sqrt(parties) * 1.3));

export interface Place {
    x: number;
    y: number;
}

export interface Layout {
    /** The upper left corner of each party. */
    places: Map<string, Place>;
    /** Points that a link passes on its way around other parties, by `routeKey`; none: it goes straight there. */
    routes: Map<string, Place[]>;
}

const cache = new Map<string, Layout>();

/** Parties and links that were laid out before are found where they were. */
export function layoutOf(graph: Pick<Graph, "parties" | "links">): Layout {
    const names = graph.parties.map(({ name }) => name).sort();
    const links = graph.links.map(({ consumer, provider }) => [consumer, provider]).sort();
    const key = JSON.stringify([names, links]);
    const known = cache.get(key);
    const layout = known ?? compute(graph);
    cache.delete(key);
    cache.set(key, layout);
    const oldest = cache.keys().next().value;
    if (cache.size > MOST_CACHED && oldest !== undefined) {
        cache.delete(oldest);
    }
    return layout;
}

export function routeKey(consumer: string, provider: string): string {
    return JSON.stringify([consumer, provider]);
}

function compute({ parties, links }: Pick<Graph, "parties" | "links">): Layout {
    const drawing = new dagre.graphlib.Graph();
    drawing.setGraph({ rankdir: "LR", nodesep: GAP.row, ranksep: GAP.column, edgesep: GAP.link });
    drawing.setDefaultEdgeLabel(() => ({}));
    for (const { name } of parties) {
        drawing.setNode(name, { ...NODE });
    }
    for (const { consumer, provider } of links) {
        if (consumer !== provider) {
            drawing.setEdge(consumer, provider);
        }
    }
    dagre.layout(drawing);
    const { places, isWrapped } = wrap(
        parties.map(({ name }) => {
            const { x, y } = drawing.node(name);
            return { name, x, y };
        }),
    );
    const routes = new Map<string, Place[]>();
    for (const { consumer, provider } of isWrapped ? [] : links) {
        // the first and the last point are at the parties themselves; one between them is halfway to a neighbour
        const points: Place[] = drawing.edge(consumer, provider)?.points?.slice(1, -1) ?? [];
        const [start, end] = [places.get(consumer), places.get(provider)];
        if (points.length > 1 && start && end && start.x < end.x) {
            routes.set(routeKey(consumer, provider), points);
        }
    }
    return { places, routes };
}

/** Breaks columns that are too long to be seen at once into several beside each other. */
function wrap(nodes: { name: string; x: number; y: number }[]): { places: Map<string, Place>; isWrapped: boolean } {
    const columns = new Map<number, { name: string; y: number }[]>();
    for (const { name, x, y } of nodes) {
        const column = Math.round(x);
        columns.set(column, [...(columns.get(column) ?? []), { name, y }]);
    }
    const rows = ROWS(nodes.length);
    const isLong = [...columns.values()].some((column) => column.length > rows);
    const places = new Map<string, Place>();
    let left = 0;
    for (const [, column] of [...columns].sort(([a], [b]) => a - b)) {
        column.sort((a, b) => a.y - b.y);
        const parts = isLong ? Math.ceil(column.length / rows) : 1;
        const height = Math.ceil(column.length / parts);
        column.forEach(({ name, y }, index) => {
            const row = Math.floor(index / parts);
            places.set(name, {
                x: left + (index % parts) * (NODE.width + GAP.wrapped),
                y: isLong ? (row - (height - 1) / 2) * (NODE.height + GAP.row) : y - NODE.height / 2,
            });
        });
        left += parts * (NODE.width + GAP.wrapped) - GAP.wrapped + GAP.column;
    }
    return { places, isWrapped: isLong };
}

/** A line from left to right through points, and the place of its middle. */
export function lineThrough(points: Place[]): { path: string; middle: Place } {
    const [first = { x: 0, y: 0 }, ...rest] = points;
    let path = `M${first.x},${first.y}`;
    let last = first;
    for (const point of rest) {
        const half = (last.x + point.x) / 2;
        path += ` C${half},${last.y} ${half},${point.y} ${point.x},${point.y}`;
        last = point;
    }
    return { path, middle: points[Math.floor(points.length / 2)] ?? first };
}

export type Direction = "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown";

/** The party that an arrow key leads to: the nearest one in its direction, straight ahead before aslant. */
export function neighbourIn(places: Map<string, Place>, from: string, direction: Direction): string | undefined {
    const start = places.get(from);
    if (!start) {
        return undefined;
    }
    const along = direction === "ArrowLeft" || direction === "ArrowRight" ? "x" : "y";
    const across = along === "x" ? "y" : "x";
    const sign = direction === "ArrowRight" || direction === "ArrowDown" ? 1 : -1;
    let best: string | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const [name, place] of places) {
        const ahead = (place[along] - start[along]) * sign;
        const cost = ahead + 2.5 * Math.abs(place[across] - start[across]);
        if (ahead > 1 && cost < least) {
            [best, least] = [name, cost];
        }
    }
    return best;
}
