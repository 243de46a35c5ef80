import { Graph, layout } from "@dagrejs/dagre";

export interface Box {
    id: string;
    width: number;
    height: number;
}

export interface Line {
    from: string;
    to: string;
}

/** Where the upper left corner of a box is. */
export type Places = Record<string, { x: number; y: number }>;

const GAP = 28;
/** How wide the rows of those that nobody refers to are at least. */
const WIDTH = 900;

/** Places boxes: those that refer to one another in layers, the others in rows below them. */
export function place(boxes: Box[], lines: Line[]): Places {
    const met = new Set(lines.filter(({ from, to }) => from !== to).flatMap(({ from, to }) => [from, to]));
    const joined = boxes.filter(({ id }) => met.has(id));
    const places: Places = {};
    let bottom = 0;
    let right = 0;
    if (joined.length > 0) {
        const graph = new Graph({ multigraph: false });
        graph.setGraph({ rankdir: "LR", nodesep: GAP, ranksep: 70, edgesep: 12 });
        graph.setDefaultEdgeLabel(() => ({}));
        for (const { id, width, height } of joined) {
            graph.setNode(id, { width, height });
        }
        for (const { from, to } of lines) {
            if (from !== to) {
                graph.setEdge(from, to);
            }
        }
        layout(graph);
        for (const { id, width, height } of joined) {
            const { x, y } = graph.node(id) as { x: number; y: number };
            places[id] = { x: x - width / 2, y: y - height / 2 };
            bottom = Math.max(bottom, y + height / 2);
            right = Math.max(right, x + width / 2);
        }
    }
    let x = 0;
    let y = joined.length > 0 ? bottom + 2 * GAP : 0;
    let row = 0;
    for (const { id, width, height } of boxes) {
        if (met.has(id)) {
            continue;
        }
        if (x > 0 && x + width > Math.max(right, WIDTH)) {
            x = 0;
            y += row + GAP;
            row = 0;
        }
        places[id] = { x, y };
        x += width + GAP;
        row = Math.max(row, height);
    }
    return places;
}
