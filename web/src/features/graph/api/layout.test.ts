import { expect, test } from "vitest";
import type { SeamStatus } from "../../../lib/status";
import { graphOf } from "./graph";
import { type Layout, layoutOf, lineThrough, neighbourIn, type Place, routeKey, type Towards } from "./layout";

/** With the first provider in the middle. */
function graph(...pairs: [string, string][]) {
    const seams = pairs.map(
        ([consumer, provider]) => ({ consumer: { name: consumer }, provider: { name: provider } }) as SeamStatus,
    );
    return graphOf(pairs[0]?.[1] ?? "", seams, 1000);
}

/** `consumers` of orders, and `providers` that it needs. */
const around = (consumers: number, providers: number) =>
    graph(
        ...Array.from({ length: consumers }, (_, index): [string, string] => [`c${index}`, "orders"]),
        ...Array.from({ length: providers }, (_, index): [string, string] => ["orders", `p${index}`]),
    );

const shop = graph(["web", "orders"], ["orders", "orders-db"], ["app", "orders"], ["web", "mail"]);
/** How wide the drawing is in a window of 390. */
const PHONE = 366;

test("a consumer is to the left of its provider, and nothing overlaps", () => {
    const layout = layoutOf(shop, "right");
    const { places } = layout;
    expect(places.get("web")?.x).toBeLessThan(places.get("orders")?.x ?? 0);
    expect(places.get("orders")?.x).toBeLessThan(places.get("orders-db")?.x ?? 0);
    expectApart(layout);
});

test("in a narrow window a consumer is above its provider, and the whole is no wider than a phone", () => {
    const layout = layoutOf(shop, "down");
    const { places, size } = layout;
    expect(places.get("web")?.y).toBeLessThan(places.get("orders")?.y ?? 0);
    expect(places.get("orders")?.y).toBeLessThan(places.get("orders-db")?.y ?? 0);
    expect(extent(layout, "x") + size.width).toBeLessThanOrEqual(PHONE);
    expectApart(layout);
});

test("many beside each other are broken into lines that are no wider than a phone", () => {
    const layout = layoutOf(around(5, 6), "down");
    expect(extent(layout, "x") + layout.size.width).toBeLessThanOrEqual(PHONE);
    const [consumers, providers] = ["c", "p"].map((letter) =>
        [...layout.places].filter(([name]) => name.startsWith(letter)).map(([, { y }]) => y),
    );
    const orders = layout.places.get("orders")?.y ?? 0;
    expect(Math.max(...(consumers ?? []))).toBeLessThan(orders);
    expect(Math.min(...(providers ?? []))).toBeGreaterThan(orders);
    expectApart(layout);
});

test.each<Towards>(["right", "down"])("links of broken layers go around who is there, towards %s", (towards) => {
    const wide = graph(
        ...around(27, 23).links.map(({ consumer, provider }): [string, string] => [consumer, provider]),
        ...Array.from({ length: 20 }, (_, index): [string, string] => [`c${index}`, `p${index}`]),
    );
    const layout = layoutOf(wide, towards);
    expect(layout.routes.size).toBeGreaterThan(20);
    for (const { consumer, provider } of wide.links) {
        const route = layout.routes.get(routeKey(consumer, provider));
        const [from, to] = [endOf(layout, consumer, towards, 1), endOf(layout, provider, towards, 0)];
        for (const point of route ? curve([from, ...route.points, to], towards) : []) {
            for (const [name, corner] of layout.places) {
                expect(isIn(point, corner, layout), `${consumer} → ${provider} at ${name}`).toBe(false);
            }
        }
    }
    expectApart(layout);
});

test("each link of a broken layer has its mark where no other one has it, and on nobody", () => {
    const layout = layoutOf(around(5, 6), "down");
    const marks = [...layout.routes.values()].map(({ mark }) => mark);
    expect(marks.length).toBe(8);
    expect(new Set(marks.map(({ x, y }) => `${x} ${y}`)).size).toBe(8);
    for (const mark of marks) {
        expect([...layout.places.values()].some((corner) => isIn(mark, corner, layout))).toBe(false);
    }
});

test("who needs each other in a circle, and oneself, has a place too", () => {
    for (const towards of ["right", "down"] as const) {
        const layout = layoutOf(graph(["a", "b"], ["b", "c"], ["c", "a"], ["a", "a"]), towards);
        expect(layout.places.size).toBe(3);
        expectApart(layout);
    }
});

test.each<Towards>(["right", "down"])("a link that passes a layer goes around who is there, towards %s", (towards) => {
    const layout = layoutOf(graph(["web", "orders"], ["orders", "payments"], ["web", "payments"]), towards);
    const orders = layout.places.get("orders") ?? { x: 0, y: 0 };
    const points = layout.routes.get(routeKey("web", "payments"))?.points ?? [];
    expect(points.length).toBeGreaterThan(1);
    for (const point of points) {
        expect(isIn(point, orders, layout), JSON.stringify({ point, orders })).toBe(false);
    }
    expect(layout.routes.has(routeKey("web", "orders"))).toBe(false);
});

test("a line passes its points, and leaves and reaches them in its direction", () => {
    const points = [
        { x: 0, y: 0 },
        { x: 10, y: 20 },
        { x: 30, y: 5 },
    ];
    expect(lineThrough(points, "right")).toBe("M0,0 C5,0 5,20 10,20 C20,20 20,5 30,5");
    expect(lineThrough(points, "down")).toBe("M0,0 C0,10 10,10 10,20 C10,12.5 30,12.5 30,5");
});

test("300 parties around one are laid out as a block", () => {
    const wide = layoutOf(around(299, 0), "right");
    expect(extent(wide, "y")).toBeLessThan(2500);
    expectApart(wide);
    const narrow = layoutOf(around(299, 0), "down");
    expect(extent(narrow, "x")).toBeLessThan(2 * PHONE);
    expectApart(narrow);
});

test("of many links that cross each other, layers tell how far away a party is", () => {
    // each of 40 consumers of orders needs nine other services, and these need each other in a circle
    const dense = graph(
        ...around(40, 10).links.map(({ consumer, provider }): [string, string] => [consumer, provider]),
        ...Array.from({ length: 360 }, (_, at): [string, string] => [`c${at % 40}`, `s${(at * 7 + 3) % 45}`]),
        ...Array.from({ length: 45 }, (_, at): [string, string] => [`s${at}`, `s${(at + 1) % 45}`]),
    );
    const layout = layoutOf(dense, "right");
    const x = (name: string) => layout.places.get(name)?.x ?? 0;
    expect(layout.places.size).toBe(96);
    expect(x("c7")).toBeLessThan(x("orders"));
    expect(x("p3")).toBeGreaterThan(x("orders"));
    // providers of consumers stand where the participant in the middle does
    expect(extent(layout, "x")).toBeLessThan(3000);
    expectApart(layout);
});

test("what was laid out stays where it was, in whatever order it comes", () => {
    const { parties, links } = around(5, 0);
    const before = layoutOf({ parties, links }, "right");
    expect(layoutOf({ parties: [...parties].reverse(), links: [...links].reverse() }, "right")).toBe(before);
    expect(layoutOf({ parties, links }, "down")).not.toBe(before);
});

test("arrow keys lead to the nearest party in their direction", () => {
    const places = new Map([
        ["a", { x: 0, y: 0 }],
        ["b", { x: 300, y: 10 }],
        ["c", { x: 200, y: 400 }],
        ["d", { x: 0, y: 100 }],
    ]);
    expect(neighbourIn(places, "a", "ArrowRight")).toBe("b");
    expect(neighbourIn(places, "a", "ArrowDown")).toBe("d");
    expect(neighbourIn(places, "b", "ArrowLeft")).toBe("a");
    expect(neighbourIn(places, "a", "ArrowLeft")).toBeUndefined();
    expect(neighbourIn(places, "nobody", "ArrowUp")).toBeUndefined();
});

function extent({ places }: Layout, axis: "x" | "y"): number {
    const all = [...places.values()].map((place) => place[axis]);
    return Math.max(...all) - Math.min(...all);
}

/** Where links reach a party (0), or leave it (1). */
function endOf({ places, size }: Layout, name: string, towards: Towards, side: 0 | 1): Place {
    const { x, y } = places.get(name) ?? { x: 0, y: 0 };
    return towards === "right"
        ? { x: x + side * size.width, y: y + size.height / 2 }
        : { x: x + size.width / 2, y: y + side * size.height };
}

/** Points of a line, as a browser draws it. */
function curve(points: Place[], towards: Towards): Place[] {
    const [start = [], ...pieces] = lineThrough(points, towards)
        .slice(1)
        .split(" C")
        .map((piece) => piece.split(/[ ,]/).map(Number));
    let from = start;
    return pieces.flatMap((piece) => {
        const [x0 = 0, y0 = 0, x1 = 0, y1 = 0, x2 = 0, y2 = 0, x3 = 0, y3 = 0] = [...from, ...piece];
        from = [x3, y3];
        return Array.from({ length: 21 }, (_, step) => {
            const [t, u] = [step / 20, 1 - step / 20];
            const bezier = (a: number, b: number, c: number, d: number) =>
                u ** 3 * a + 3 * u * u * t * b + 3 * u * t * t * c + t ** 3 * d;
            return { x: bezier(x0, x1, x2, x3), y: bezier(y0, y1, y2, y3) };
        });
    });
}

/** Whether a place is on a party, more than at its edge. */
function isIn({ x, y }: Place, corner: Place, { size }: Layout): boolean {
    const [right, down] = [x - corner.x, y - corner.y];
    return right > 1 && right < size.width - 1 && down > 1 && down < size.height - 1;
}

function expectApart({ places, size }: Layout) {
    const corners = [...places.values()];
    corners.forEach((one, index) => {
        for (const other of corners.slice(index + 1)) {
            const overlap =
                Math.abs(one.x - other.x) < size.width - 0.5 && Math.abs(one.y - other.y) < size.height - 0.5;
            expect(overlap, JSON.stringify([one, other])).toBe(false);
        }
    });
}
