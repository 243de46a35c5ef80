// Where the parties of a graph are drawn: consumers to the left of their providers, in narrow windows above them.
import dagre from "@dagrejs/dagre";
import type { Graph, Link, Party } from "./graph";

/** Where lines lead from consumers. */
export type Towards = "right" | "down";

export interface Size {
    width: number;
    height: number;
}

export interface Place {
    x: number;
    y: number;
}

export interface Route {
    /** What the link passes on its way around other parties. */
    points: Place[];
    /** Where its mark stands. */
    mark: Place;
}

export interface Layout {
    /** Of each party. */
    size: Size;
    /** The upper left corner of each party. */
    places: Map<string, Place>;
    /** By `routeKey`; a link without one goes straight there. */
    routes: Map<string, Route>;
}

interface Way {
    /** The direction of the links. */
    along: "x" | "y";
    across: "x" | "y";
    size: Size;
    /** Of a party, along. */
    depth: number;
    /** Of a party and the gap beside it, across. */
    pitch: number;
    /** Between layers, between parties of one, between the lines of a broken one, and between links. */
    gap: { layer: number; party: number; line: number; link: number };
    /** Parties of a layer before it is broken into several lines. */
    most: (parties: number) => number;
}

const WAYS: Record<Towards, Way> = {
    right: {
        along: "x",
        across: "y",
        size: { width: 208, height: 58 },
        depth: 208,
        pitch: 80,
        gap: { layer: 96, party: 22, line: 26, link: 50 },
        most: (parties) => Math.max(9, Math.ceil(Math.sqrt(parties) * 1.3)),
    },
    // two beside each other are as wide as a phone
    down: {
        along: "y",
        across: "x",
        size: { width: 150, height: 58 },
        depth: 58,
        pitch: 166,
        gap: { layer: 64, party: 16, line: 30, link: 24 },
        most: (parties) => Math.min(4, Math.max(2, Math.floor(Math.sqrt(parties / 2)))),
    },
};
const MOST_CACHED = 24;
/** With more links than these, layers that obey all of them are as many as parties, and take long to find. */
const MOST_OBEYED = 150;

const cache = new Map<string, Layout>();

/** Parties and links that were laid out before are found where they were. */
export function layoutOf({ parties, links }: Pick<Graph, "parties" | "links">, towards: Towards): Layout {
    const drawn = [...links].sort(byName);
    const obeyed = links.length > MOST_OBEYED ? linksInwards(parties, drawn) : drawn;
    const key = JSON.stringify([towards, parties.map(({ name }) => name).sort(), drawn.map(ends), obeyed.map(ends)]);
    const known = cache.get(key);
    const layout = known ?? compute(parties, drawn, obeyed, WAYS[towards]);
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

function ends({ consumer, provider }: Link): [string, string] {
    return [consumer, provider];
}

function byName(one: Link, other: Link): number {
    const [a, b] = [routeKey(one.consumer, one.provider), routeKey(other.consumer, other.provider)];
    return a < b ? -1 : a > b ? 1 : 0;
}

/** Of each party one link to a party nearer to the middle, so that layers tell how far away a party is. */
function linksInwards(parties: Party[], links: Link[]): Link[] {
    const distances = new Map(parties.map(({ name, distance }) => [name, distance]));
    const inwards = new Map<string, Link>();
    for (const link of links) {
        const [consumer, provider] = [distances.get(link.consumer) ?? 0, distances.get(link.provider) ?? 0];
        const outer = consumer > provider ? link.consumer : link.provider;
        if (consumer !== provider && !inwards.has(outer)) {
            inwards.set(outer, link);
        }
    }
    return [...inwards.values()];
}

/** @param obeyed the links among them whose consumers have to come before their providers */
function compute(parties: Party[], links: Link[], obeyed: Link[], way: Way): Layout {
    const { along, size, gap, most } = way;
    const drawing = new dagre.graphlib.Graph();
    drawing.setGraph({
        ranker: obeyed === links ? "network-simplex" : "tight-tree",
        rankdir: along === "x" ? "LR" : "TB",
        nodesep: gap.party,
        ranksep: gap.layer,
        edgesep: gap.link,
    });
    drawing.setDefaultEdgeLabel(() => ({}));
    for (const { name } of parties) {
        drawing.setNode(name, { ...size });
    }
    for (const { consumer, provider } of obeyed) {
        if (consumer !== provider) {
            drawing.setEdge(consumer, provider);
        }
    }
    dagre.layout(drawing);
    const middles = new Map(parties.map(({ name }): [string, Place] => [name, drawing.node(name)]));
    const layers = layersOf(middles, way);
    if (layers.some((layer) => layer.length > most(parties.length))) {
        return broken(layers, links, way);
    }
    const routes = new Map<string, Route>();
    for (const { consumer, provider } of links) {
        // the first and the last point are at the parties themselves; one between them is halfway to a neighbour
        const points: Place[] = drawing.edge(consumer, provider)?.points?.slice(1, -1) ?? [];
        const [start, end] = [middles.get(consumer), middles.get(provider)];
        const mark = points[Math.floor(points.length / 2)];
        if (points.length > 1 && mark && start && end && start[along] < end[along]) {
            routes.set(routeKey(consumer, provider), { points, mark });
        }
    }
    const places = new Map([...middles].map(([name, middle]) => [name, cornerAt(middle, way)]));
    return { size, places, routes };
}

/** Who is beside each other, from the first consumers to the last providers. */
function layersOf(middles: Map<string, Place>, { along, across }: Way): string[][] {
    const layers = new Map<number, string[]>();
    for (const [name, middle] of [...middles].sort(([, a], [, b]) => a[across] - b[across])) {
        const key = Math.round(middle[along]);
        layers.set(key, [...(layers.get(key) ?? []), name]);
    }
    return [...layers].sort(([a], [b]) => a - b).map(([, layer]) => layer);
}

/** A layer: from where to where it reaches, and where links pass between and beside its parties. */
interface Band {
    start: number;
    end: number;
    gaps: number[];
}

interface Cell {
    band: number;
    /** The party's upper or left edge. */
    start: number;
    /** Its middle, across. */
    middle: number;
}

/** Layers that are too long to be seen at once, each in several lines; links go through the gaps between parties. */
function broken(layers: string[][], links: Link[], way: Way): Layout {
    const most = way.most(layers.flat().length);
    const bands: Band[] = [];
    const cells = new Map<string, Cell>();
    let start = 0;
    for (const layer of layers) {
        const lines = Math.ceil(layer.length / most);
        const slots = Math.ceil(layer.length / lines);
        layer.forEach((name, index) => {
            cells.set(name, {
                band: bands.length,
                start: start + (index % lines) * (way.depth + way.gap.line),
                middle: (Math.floor(index / lines) - (slots - 1) / 2) * way.pitch,
            });
        });
        const end = start + lines * (way.depth + way.gap.line) - way.gap.line;
        bands.push({ start, end, gaps: Array.from({ length: slots + 1 }, (_, gap) => (gap - slots / 2) * way.pitch) });
        start = end + way.gap.layer;
    }
    const degrees = new Map<string, number>();
    for (const name of links.flatMap(({ consumer, provider }) => [consumer, provider])) {
        degrees.set(name, (degrees.get(name) ?? 0) + 1);
    }
    const routes = new Map<string, Route>();
    for (const { consumer, provider } of links) {
        const [from, to] = [cells.get(consumer), cells.get(provider)];
        const points = from && to ? pointsBetween(from, to, bands, way) : [];
        const [first, last] = [points[0], points.at(-1)];
        if (from && to && first && last) {
            // where the fewest others begin or end
            const isNearConsumer = (degrees.get(consumer) ?? 0) <= (degrees.get(provider) ?? 0);
            const [one, other] = isNearConsumer
                ? [pointAt(from.start + way.depth, from.middle, way), first]
                : [last, pointAt(to.start, to.middle, way)];
            const mark = { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
            routes.set(routeKey(consumer, provider), { points, mark });
        }
    }
    const corners = [...cells].map(([name, { start, middle }]): [string, Place] => [
        name,
        cornerAt(pointAt(start + way.depth / 2, middle, way), way),
    ]);
    return { size: way.size, places: new Map(corners), routes };
}

/** Where a link enters and leaves the gaps that it takes; none where nobody is between. */
function pointsBetween(from: Cell, to: Cell, bands: Band[], way: Way): Place[] {
    const points: Place[] = [];
    let at = from.middle;
    const [own, others] = [bands[from.band], bands[to.band]];
    for (const band of bands.slice(from.band, to.band + 1)) {
        const enters = band === own ? from.start + way.depth + way.gap.line : band.start;
        const leaves = band === others ? to.start - way.gap.line : band.end;
        if (enters < leaves) {
            const [near, far] = band === others ? [to.middle, at] : [at, to.middle];
            at = nearest(band.gaps, near, far);
            points.push(pointAt(enters, at, way), pointAt(leaves, at, way));
        }
    }
    return points;
}

/** The gap beside a party, on the side of another. */
function nearest(gaps: number[], near: number, far: number): number {
    const costs = gaps.map((gap) => 2 * Math.abs(gap - near) + Math.abs(gap - far));
    return gaps[costs.indexOf(Math.min(...costs))] ?? near;
}

function pointAt(along: number, across: number, way: Way): Place {
    return way.along === "x" ? { x: along, y: across } : { x: across, y: along };
}

function cornerAt({ x, y }: Place, { size }: Way): Place {
    return { x: x - size.width / 2, y: y - size.height / 2 };
}

/** A line through points, which runs towards the next ones at each. */
export function lineThrough(points: Place[], towards: Towards): string {
    const [first = { x: 0, y: 0 }, ...rest] = points;
    let path = `M${first.x},${first.y}`;
    let last = first;
    for (const point of rest) {
        const [x, y] = [(last.x + point.x) / 2, (last.y + point.y) / 2];
        path +=
            towards === "right"
                ? ` C${x},${last.y} ${x},${point.y} ${point.x},${point.y}`
                : ` C${last.x},${y} ${point.x},${y} ${point.x},${point.y}`;
        last = point;
    }
    return path;
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
