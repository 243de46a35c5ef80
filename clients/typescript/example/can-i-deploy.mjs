// A consumer publishes what it needs, its provider says that it keeps it, and both ask whether they can be deployed.
//   SEAMWRIGHT_BROKER_URL=… SEAMWRIGHT_TOKEN=… node can-i-deploy.mjs
import {
    canIDeploy,
    connect,
    getParticipant,
    items,
    listParticipants,
    NotFound,
    publishContracts,
    publishVerification,
    putEnvironment,
    putVersion,
    recordDeployment,
} from "@seamwright/client";

const pact = JSON.stringify({
    consumer: { name: "web" },
    provider: { name: "orders" },
    interactions: [
        {
            description: "an order",
            request: { method: "GET", path: "/orders/1" },
            response: { status: 200, body: { id: 1 } },
        },
    ],
    metadata: { pactSpecification: { version: "2.0.0" } },
});

const client = connect();

async function verdict() {
    const { deployable } = await canIDeploy(client, {
        body: {
            versions: [{ participant: "web", version: "1.0.0" }],
            target: { type: "environment", environment: "production" },
        },
    });
    return deployable;
}

await putVersion(client, { participant: "orders", version: "2.0.0", body: { branch: "main" } });
await putEnvironment(client, { environment: "production", body: { production: true } });
await recordDeployment(client, { body: { participant: "orders", version: "2.0.0", environment: "production" } });

const published = await publishContracts(client, {
    participant: "web",
    version: "1.0.0",
    body: { branch: "main", contracts: [{ kind: "pact", provider: "orders", content: pact }] },
});
console.log(`web 1.0.0 before orders verified it: ${await verdict()}`);

const { kind, sha256 } = published.contracts[0];
await publishVerification(client, {
    body: { contract: { kind, sha256 }, provider: "orders", providerVersion: "2.0.0", success: true },
});
console.log(`web 1.0.0 afterwards: ${await verdict()}`);

for await (const participant of items((cursor) => listParticipants(client, { limit: 1, cursor }))) {
    console.log(`participant: ${participant.name}`);
}

try {
    await getParticipant(client, { participant: "nobody" });
} catch (failure) {
    if (!(failure instanceof NotFound)) {
        throw failure;
    }
    console.log(`${failure.status} ${failure.type}`);
}
