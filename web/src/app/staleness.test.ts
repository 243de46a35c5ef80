import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { missed, probed } from "../lib/outage";
import { stale } from "../lib/staleness";
import { watchStaleness } from "./staleness";

const ask = vi.fn<() => Promise<string>>();
let queries: QueryClient;
let endings: (() => void)[] = [];

beforeEach(() => {
    vi.useFakeTimers();
    ask.mockReset();
    ask.mockResolvedValue("yes");
    queries = new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: "always" } } });
    probed(true);
    endings = [watchStaleness(queries)];
});
afterEach(() => {
    for (const end of endings) {
        end();
    }
    queries.clear();
    vi.useRealTimers();
});

const pass = (millis: number) => vi.advanceTimersByTimeAsync(millis);

function show(refetchInterval: number | false) {
    const observer = new QueryObserver(queries, { queryKey: ["status"], queryFn: () => ask(), refetchInterval });
    endings.push(observer.subscribe(() => {}));
}

test("what is asked in its interval is what is so now", async () => {
    show(15_000);
    await pass(60_000);
    expect(stale.get()).toBeNull();
});

test("what could not be asked again is as old as its last answer, until there is another one", async () => {
    show(15_000);
    await pass(1_000);
    const answered = queries.getQueryState(["status"])?.dataUpdatedAt ?? 0;
    ask.mockRejectedValue(new Error("Internal error: It failed."));
    await pass(16_000);
    expect(stale.get()).toEqual({ asOf: new Date(answered), cause: "Internal error: It failed.", what: "screen" });
    ask.mockResolvedValue("no");
    await pass(15_000);
    expect(stale.get()).toBeNull();
});

test("an answer that does not come is missed, though nothing has failed", async () => {
    show(15_000);
    await pass(1_000);
    ask.mockReturnValue(new Promise(() => {}));
    await pass(20_000);
    expect(stale.get()).toBeNull();
    await pass(10_000);
    expect(stale.get()).toMatchObject({ what: "screen", cause: "The broker is slow to answer." });
});

test("what is asked in no interval is tried again by itself once it has failed", async () => {
    show(false);
    await pass(1_000);
    ask.mockRejectedValueOnce(new Error("It failed."));
    await queries.invalidateQueries();
    await pass(1_000);
    expect(stale.get()).toMatchObject({ what: "screen" });
    await pass(12_000);
    expect(stale.get()).toBeNull();
});

test("what failed before there was anything to show makes nothing old", async () => {
    ask.mockRejectedValue(new Error("It failed."));
    show(15_000);
    await pass(60_000);
    expect(stale.get()).toBeNull();
});

test("while the broker cannot serve, all is as old as its last answer", async () => {
    show(15_000);
    await pass(1_000);
    missed("The broker cannot serve: PostgreSQL does not answer.");
    expect(stale.get()).toMatchObject({
        what: "broker",
        cause: "The broker cannot serve: PostgreSQL does not answer.",
    });
    probed(true);
    expect(stale.get()).toBeNull();
});
