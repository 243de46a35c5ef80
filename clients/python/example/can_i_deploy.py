"""A consumer publishes what it needs, its provider says that it keeps it, and both ask whether they can be deployed.

SEAMWRIGHT_BROKER_URL=… SEAMWRIGHT_TOKEN=… python3 can_i_deploy.py
"""

import json

import seamwright

PACT = json.dumps(
    {
        "consumer": {"name": "web"},
        "provider": {"name": "orders"},
        "interactions": [
            {
                "description": "an order",
                "request": {"method": "GET", "path": "/orders/1"},
                "response": {"status": 200, "body": {"id": 1}},
            }
        ],
        "metadata": {"pactSpecification": {"version": "2.0.0"}},
    }
)


def verdict(broker: seamwright.Broker) -> str:
    answer = broker.verdicts.can_i_deploy(
        {
            "versions": [{"participant": "web", "version": "1.0.0"}],
            "target": {"type": "environment", "environment": "production"},
        }
    )
    return answer["deployable"]


broker = seamwright.connect()

broker.versions.put_version("orders", "2.0.0", {"branch": "main"})
broker.environments.put_environment("production", {"production": True})
broker.deployments.record_deployment({"participant": "orders", "version": "2.0.0", "environment": "production"})

published = broker.contracts.publish_contracts(
    "web", "1.0.0", {"branch": "main", "contracts": [{"kind": "pact", "provider": "orders", "content": PACT}]}
)
print(f"web 1.0.0 before orders verified it: {verdict(broker)}")

pact = published["contracts"][0]
broker.verifications.publish_verification(
    {
        "contract": {"kind": pact["kind"], "sha256": pact["sha256"]},
        "provider": "orders",
        "providerVersion": "2.0.0",
        "success": True,
    }
)
print(f"web 1.0.0 afterwards: {verdict(broker)}")

for participant in seamwright.items(broker.participants.list_participants, limit=1):
    print(f"participant: {participant['name']}")

try:
    broker.participants.get_participant("nobody")
except seamwright.NotFound as not_found:
    print(not_found.status, not_found.type)
