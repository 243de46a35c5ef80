"""Makes the calls of cases.yaml with the Python client on the path: a job a line, an outcome a line."""

import json
import sys

import seamwright


def verdict(broker, participant, version, environment):
    target = {"type": "environment", "environment": environment}
    answer = broker.verdicts.can_i_deploy({"versions": [{"participant": participant, "version": version}], "target": target})
    return {"deployable": answer["deployable"], "reasons": [reason["type"] for reason in answer["reasons"]]}


def participants(broker, take):
    names = []
    for participant in seamwright.items(broker.participants.list_participants, limit=2):
        names.append(participant["name"])
        if len(names) == take:
            break
    return names


def call(broker, asked):
    operation = asked["operation"]
    participant, version, environment = (asked.get(name) for name in ("participant", "version", "environment"))
    if operation == "getParticipant":
        return broker.participants.get_participant(participant)
    if operation == "listParticipants":
        return participants(broker, asked.get("take"))
    if operation == "deleteParticipant":
        return broker.participants.delete_participant(participant)
    if operation == "putVersion":
        body = {"branch": asked["branch"]}
        return broker.versions.put_version(participant, version, body, idempotency_key=asked.get("idempotencyKey"))
    if operation == "recordDeployment":
        return broker.deployments.record_deployment({"participant": participant, "version": version, "environment": environment})
    if operation == "canIDeploy":
        return verdict(broker, participant, version, environment)
    if operation == "claimJob":
        worker = {"id": "00000000-0000-0000-0000-000000000007", "name": "table"}
        return broker.jobs.claim_job({"worker": worker, "providers": [{"name": "orders"}]})
    raise AssertionError(operation)


def play(job):
    pauses = []
    settings = dict(job["client"])
    timeout = settings.pop("timeoutMillis", 1000) / 1000
    try:
        broker = seamwright.connect(
            job["url"], timeout=timeout, pause=lambda seconds: pauses.append(round(seconds * 1000)), **settings
        )
        for _ in range(job["call"].get("times", 1)):
            value = call(broker, job["call"])
        return {"value": value, "pauses": pauses}
    except ValueError as wrong:
        return {"failure": "Usage", "message": str(wrong), "pauses": pauses}
    except seamwright.SeamwrightError as failure:
        outcome = {"failure": type(failure).__name__, "pauses": pauses}
        for name in ("status", "type", "errors"):
            if hasattr(failure, name):
                outcome[name] = getattr(failure, name)
        if isinstance(failure, seamwright.Refused):
            outcome["detail"] = failure.problem["detail"]
            if failure.retry_after is not None:
                outcome["retryAfter"] = round(failure.retry_after)
        return outcome


for line in sys.stdin:
    print(json.dumps(play(json.loads(line))), flush=True)
