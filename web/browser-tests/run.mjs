// Starts one broker with the example for all test files, and runs them with Node's test runner.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { startBroker } from "./broker.mjs";

const files = process.argv.slice(2);
const given = process.env.BROKER_URL;
const broker = given ? null : await startBroker("--demo");
try {
    const tests = spawn(process.execPath, ["--test", "--test-concurrency=2", "--test-reporter=spec", ...files], {
        stdio: "inherit",
        env: { ...process.env, BROKER_URL: given ?? broker?.url },
    });
    const [code] = await once(tests, "exit");
    process.exitCode = code ?? 1;
} finally {
    await broker?.stop();
}
