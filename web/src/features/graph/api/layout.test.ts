import { expect, test } from "vitest";
import type { Link, Party } from "./graph";
import { layoutOf, lineThrough, NODE, neighbourIn, routeKey } from "./layout";

function graph(...pairs: [string, string][]) {
    const names = [...new Set(pairs.flat())];
    return {
        parties: names.map((name) => ({ name }) as Party),
        links: pairs.map(([consumer, provider]) => ({ consumer, provider }) as Link),
    };
}

const star = (consumers: number) =>
    graph(...Array.from({ length: consumers }, (_, index): [string, string] => [`c${index}`, "orders"]));

test("a consumer is to the left of its provider, and nothing overlaps", () => {
    const { places } = layoutOf(graph(["web", "orders"], ["orders", "orders-db"], ["app", "orders"], ["web", "mail"]));
    expect(places.get("web")?.x).toBeLessThan(places.get("orders")?.x ?? 0);
    expect(places.get("orders")?.x).toBeLessThan(places.get("orders-db")?.x ?? 0);
    expectApart([...places.values()]);
});

test("who needs each other in a circle, and oneself, has a place too", () => {
    const { places } = layoutOf(graph(["a", "b"], ["b", "c"], ["c", "a"], ["a", "a"]));
    expect(places.size).toBe(3);
    expectApart([...places.values()]);
});

test("a link that passes a column goes around who is there", () => {
    const { places, routes } = layoutOf(graph(["web", "orders"], ["orders", "payments"], ["web", "payments"]));
    const orders = places.get("orders") ?? { x: 0, y: 0 };
    const [...points] = routes.get(routeKey("web", "payments")) ?? [];
    expect(points.length).toBeGreaterThan(1);
    for (const { x, y } of points) {
        const isIn = x > orders.x && x < orders.x + NODE.width && y > orders.y - 10 && y < orders.y + NODE.height + 10;
        expect(isIn, JSON.stringify({ x, y, orders })).toBe(false);
    }
    expect(routes.has(routeKey("web", "orders"))).toBe(false);
});

test("a line passes its points, and has its middle on one of them", () => {
    const { path, middle } = lineThrough([
        { x: 0, y: 0 },
        { x: 10, y: 20 },
        { x: 30, y: 5 },
    ]);
    expect(path).toBe("M0,0 C5,0 5,20 10,20 C20,20 20,5 30,5");
    expect(middle).toEqual({ x: 10, y: 20 });
});

test("300 parties around one are laid out as a block", () => {
    const places = [...layoutOf(star(299)).places.values()];
    const heights = places.map(({ y }) => y);
    expect(Math.max(...heights) - Math.min(...heights)).toBeLessThan(2500);
    expectApart(places);
});

test("what was laid out stays where it was, in whatever order it comes", () => {
    const { parties, links } = star(5);
    const before = layoutOf({ parties, links });
    expect(layoutOf({ parties: [...parties].reverse(), links: [...links].reverse() })).toBe(before);
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

function expectApart(places: { x: number; y: number }[]) {
    places.forEach((one, index) => {
        for (const other of places.slice(index + 1)) {
            const overlap =
                Math.abs(one.x - other.x) < NODE.width - 0.5 && Math.abs(one.y - other.y) < NODE.height - 0.5;
            expect(overlap, JSON.stringify([one, other])).toBe(false);
        }
    });
}
