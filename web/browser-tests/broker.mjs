// Brokers of our own for the tests, started as people start them.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const START_MILLIS = 240_000; // it may have to be built first
export const SEAMWRIGHT = process.env.SEAMWRIGHT ?? resolve(import.meta.dirname, "../../seamwright");
const BENCH = resolve(import.meta.dirname, "../../bench/run");

/** @returns {Promise<number>} */
async function freePort() {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    server.close();
    await once(server, "close");
    return typeof address === "object" && address ? address.port : 0;
}

/**
 * Starts a broker with a data directory of its own, and waits until it is ready.
 *
 * @param {string[]} options of `seamwright up`
 */
export function startBroker(...options) {
    return inOwnDirectory((data) => startBrokerOn(data, ...options));
}

/**
 * Starts a broker with a data set of the benchmarks, which is loaded past it.
 *
 * @param {string} size
 */
export function startWithDataSet(size) {
    return inOwnDirectory(async (data) => {
        await load(size, data);
        return startBrokerOn(data);
    });
}

/** @param {(data: string) => ReturnType<typeof startBrokerOn>} start */
async function inOwnDirectory(start) {
    const directory = mkdtempSync(join(tmpdir(), "seamwright-web-"));
    const remove = () => rmSync(directory, { recursive: true, force: true });
    try {
        const broker = await start(join(directory, "data"));
        return { ...broker, stop: () => broker.stop().then(remove) };
    } catch (failure) {
        remove();
        throw failure;
    }
}

/**
 * @param {string} size
 * @param {string} data
 */
async function load(size, data) {
    mkdirSync(data, { recursive: true });
    const log = join(data, "load.log");
    const out = openSync(log, "w");
    const loader = spawn(BENCH, ["load", "--size", size, "--data-dir", data], { stdio: ["ignore", out, out] });
    const [code] = await once(loader, "exit");
    if (code !== 0) {
        throw new Error(`data set ${size} was not loaded: ${readFileSync(log, "utf8").slice(-4000)}`);
    }
}

/**
 * Starts a broker with a data directory that stays, and waits until it is ready.
 *
 * @param {string} data
 * @param {string[]} options of `seamwright up`
 */
export async function startBrokerOn(data, ...options) {
    mkdirSync(data, { recursive: true });
    const port = await freePort();
    const log = join(data, "broker.log");
    const out = openSync(log, "w");
    const process = spawn(SEAMWRIGHT, ["up", "--port", String(port), "--data-dir", data, ...options], {
        stdio: ["ignore", out, out],
    });
    const url = `http://127.0.0.1:${port}`;
    const deadline = Date.now() + START_MILLIS;
    while (!(await isReady(url))) {
        if (process.exitCode !== null || Date.now() > deadline) {
            process.kill();
            throw new Error(`the broker did not start: ${readFileSync(log, "utf8").slice(-4000)}`);
        }
        await pause(200);
    }
    return {
        url,
        data,
        log: () => readFileSync(log, "utf8"),
        async stop() {
            process.kill("SIGTERM");
            if (process.exitCode === null) {
                await once(process, "exit");
            }
        },
    };
}

/** @param {string} url */
async function isReady(url) {
    try {
        return (await fetch(`${url}/readyz`)).ok;
    } catch {
        return false;
    }
}
