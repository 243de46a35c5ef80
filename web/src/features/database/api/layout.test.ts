import { expect, test } from "vitest";
import { type Box, place } from "./layout";

const box = (id: string): Box => ({ id, width: 200, height: 60 });
const overlap = (boxes: Box[], places: ReturnType<typeof place>) =>
    boxes.flatMap((a, i) =>
        boxes.slice(i + 1).filter((b) => {
            const [p, q] = [places[a.id], places[b.id]];
            return !p || !q || (Math.abs(p.x - q.x) < 200 && Math.abs(p.y - q.y) < 60);
        }),
    );

test("no box lies on another one, and each has a place", () => {
    const boxes = [..."abcdefghijklmnopq"].map(box);
    const lines = [
        { from: "b", to: "a" },
        { from: "c", to: "a" },
        { from: "d", to: "c" },
        { from: "c", to: "d" },
        { from: "e", to: "e" },
    ];
    const places = place(boxes, lines);
    expect(Object.keys(places)).toHaveLength(boxes.length);
    expect(overlap(boxes, places)).toEqual([]);
});

test("those that nobody refers to stand in rows", () => {
    const places = place([..."abcdefgh"].map(box), []);
    expect(new Set(Object.values(places).map(({ y }) => y)).size).toBe(2);
});

test("three hundred tables are all placed", () => {
    const boxes = Array.from({ length: 300 }, (_, i) => box(`t${i}`));
    const lines = boxes.slice(1).map(({ id }, i) => ({ from: id, to: `t${Math.floor(i / 3)}` }));
    expect(Object.keys(place(boxes, lines))).toHaveLength(300);
});
