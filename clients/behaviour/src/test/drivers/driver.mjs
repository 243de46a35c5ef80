// Makes the calls of cases.yaml with the TypeScript client in the directory that is named: a job a line, an outcome a line.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const seamwright = await import(pathToFileURL(`${process.argv[2]}/dist/index.js`).href);

function call(client, { operation, participant, version, environment, branch, idempotencyKey, take }) {
    switch (operation) {
        case "getParticipant":
            return seamwright.getParticipant(client, { participant });
        case "listParticipants":
            return list(client, take);
        case "deleteParticipant":
            return seamwright.deleteParticipant(client, { participant });
        case "putVersion":
            return seamwright.putVersion(client, { participant, version, body: { branch }, idempotencyKey });
        case "recordDeployment":
            return seamwright.recordDeployment(client, { body: { participant, version, environment } });
        case "canIDeploy":
            return verdict(client, participant, version, environment);
        case "claimJob": {
            const worker = { id: "00000000-0000-0000-0000-000000000007", name: "table" };
            return seamwright.claimJob(client, { body: { worker, providers: [{ name: "orders" }] } });
        }
        default:
            throw new Error(`unknown operation ${operation}`);
    }
}

async function list(client, take = Number.POSITIVE_INFINITY) {
    const names = [];
    for await (const participant of seamwright.items((cursor) =>
        seamwright.listParticipants(client, { limit: 2, cursor }),
    )) {
        names.push(participant.name);
        if (names.length === take) {
            break;
        }
    }
    return names;
}

async function verdict(client, participant, version, environment) {
    const { deployable, reasons } = await seamwright.canIDeploy(client, {
        body: { versions: [{ participant, version }], target: { type: "environment", environment } },
    });
    return { deployable, reasons: reasons.map((reason) => reason.type) };
}

async function play({ url, client: settings, call: asked }) {
    const pauses = [];
    try {
        const client = seamwright.connect({
            url,
            timeoutMillis: 1000,
            ...settings,
            pause: async (millis) => void pauses.push(millis),
        });
        let value;
        for (let time = 0; time < (asked.times ?? 1); time++) {
            value = await call(client, asked);
        }
        return { value: value ?? null, pauses };
    } catch (failure) {
        if (failure instanceof TypeError) {
            return { failure: "Usage", message: failure.message, pauses };
        }
        if (!(failure instanceof seamwright.SeamwrightError)) {
            throw failure;
        }
        const { status, type, problem, errors, retryAfterMillis } = failure;
        const retryAfter = retryAfterMillis === undefined ? undefined : retryAfterMillis / 1000;
        return { failure: failure.name, status, type, detail: problem?.detail, errors, retryAfter, pauses };
    }
}

for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await play(JSON.parse(line)))}\n`);
}
