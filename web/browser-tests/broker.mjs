// Brokers of our own for the tests, started as people start them.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const START_MILLIS = 240_000; // it may have to be built first
export const SEAMWRIGHT = process.env.SEAMWRIGHT ?? resolve(import.meta.dirname, "../../seamwright");

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
export async function startBroker(...options) {
    const directory = mkdtempSync(join(tmpdir(), "seamwright-web-"));
    const port = await freePort();
    const log = join(directory, "broker.log");
    const out = openSync(log, "w");
    const data = join(directory, "data");
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
            rmSync(directory, { recursive: true, force: true });
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
