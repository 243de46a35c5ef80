import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { condition, doubted, probed } from "../lib/outage";
import { keepProbing } from "./probe";

const READY = '{"checks": {"database": {"status": "up", "writable": true}}}';
const NOT_READY = '{"checks": {"database": {"status": "down", "cause": "PostgreSQL does not answer"}}}';
const ready = async () => new Response(READY);
const refused = async () => {
    throw new TypeError("Failed to fetch");
};
const silent = () => new Promise<Response>(() => {});

const ask = vi.fn<() => Promise<Response>>();
let end = () => {};

beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("fetch", ask);
    ask.mockReset();
    ask.mockImplementation(ready);
    probed(true);
});
afterEach(() => {
    end();
    vi.useRealTimers();
    vi.unstubAllGlobals();
});

const pass = (millis: number) => vi.advanceTimersByTimeAsync(millis);

test("a broker that says it cannot serve is noticed within a second, with its cause", async () => {
    end = keepProbing();
    await pass(10);
    ask.mockImplementation(async () => new Response(NOT_READY, { status: 503 }));
    await pass(1_000);
    expect(condition.get()).toMatchObject({
        state: "gone",
        isLost: false,
        cause: "The broker cannot serve: PostgreSQL does not answer.",
    });
});

test("a broker that is killed is noticed within two seconds, as a connection that is lost", async () => {
    end = keepProbing();
    await pass(10);
    ask.mockImplementation(refused);
    await pass(2_000);
    expect(condition.get()).toMatchObject({ state: "gone", isLost: true });
});

test("a broker that falls silent is noticed within three seconds", async () => {
    end = keepProbing();
    await pass(10);
    ask.mockImplementation(silent);
    await pass(3_000);
    expect(condition.get()).toMatchObject({ state: "gone", isLost: false });
});

test("a single connection that breaks is no outage", async () => {
    const states = new Set<string>();
    const unsubscribe = condition.subscribe(() => states.add(condition.get().state));
    end = keepProbing();
    await pass(10);
    ask.mockImplementationOnce(refused);
    await pass(5_000);
    unsubscribe();
    expect(states).toEqual(new Set(["ok"]));
});

test("what looks like an outage is looked at without waiting for the next round", async () => {
    end = keepProbing();
    await pass(10);
    const before = ask.mock.calls.length;
    doubted();
    await pass(1);
    expect(ask.mock.calls.length).toBe(before + 1);
});

test("on a slow network the broker is given longer", async () => {
    const slow = () => new Promise<Response>((resolve) => setTimeout(() => resolve(new Response(READY)), 1_500));
    ask.mockImplementation(slow);
    end = keepProbing();
    await pass(2_400);
    ask.mockImplementation(
        () => new Promise<Response>((resolve) => setTimeout(() => resolve(new Response(READY)), 3_500)),
    );
    const states = new Set<string>();
    const unsubscribe = condition.subscribe(() => states.add(condition.get().state));
    await pass(8_000);
    unsubscribe();
    expect(states).toEqual(new Set(["ok"]));
});

test("an outage ends by itself, and says until then since when it is", async () => {
    end = keepProbing();
    await pass(10);
    const { asOf } = condition.get();
    ask.mockImplementation(refused);
    await pass(10_000);
    expect(condition.get()).toMatchObject({ state: "gone", asOf });
    ask.mockImplementation(ready);
    await pass(2_000);
    expect(condition.get().state).toBe("ok");
});
