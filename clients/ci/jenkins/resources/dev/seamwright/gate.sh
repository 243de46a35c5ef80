#!/bin/sh
# Generated from manifest.yaml and gate.sh.template. Asks Seamwright, and tells the CI system it runs in.
#   gate.sh [INPUT=VALUE ...]     inputs that are no arguments are variables, GATE_PARTICIPANT for participant
# Exit codes: 0 yes, 1 no, 2 unknown, 3 could not find out, 4 wrong usage. 5, passed without a verdict, is what --on-outage pass asks for:
# it stays 5 where the CI system has a word for it (GATE_KEEPS_5=yes), and is 0 elsewhere, after a warning, with the output verdict=none.
set -u

GATE_COMMAND=${GATE_COMMAND:-can-i-deploy}
GATE_PARTICIPANT=${GATE_PARTICIPANT:-}
GATE_VERSION=${GATE_VERSION:-}
GATE_ENVIRONMENT=${GATE_ENVIRONMENT:-}
GATE_ON_OUTAGE=${GATE_ON_OUTAGE:-fail}
GATE_MAX_AGE=${GATE_MAX_AGE:-24h}
GATE_RETRY_WHILE_UNKNOWN=${GATE_RETRY_WHILE_UNKNOWN:-0}
GATE_TIMEOUT=${GATE_TIMEOUT:-30}
GATE_QUEUE=${GATE_QUEUE:-}
GATE_COMMENT=${GATE_COMMENT:-true}
GATE_SEAMWRIGHT=${GATE_SEAMWRIGHT:-seamwright}
for argument in "$@"; do
    case $argument in
        command=*) GATE_COMMAND=${argument#*=} ;;
        participant=*) GATE_PARTICIPANT=${argument#*=} ;;
        version=*) GATE_VERSION=${argument#*=} ;;
        environment=*) GATE_ENVIRONMENT=${argument#*=} ;;
        broker-url=*) SEAMWRIGHT_BROKER_URL=${argument#*=} && export SEAMWRIGHT_BROKER_URL ;;
        on-outage=*) GATE_ON_OUTAGE=${argument#*=} ;;
        max-age=*) GATE_MAX_AGE=${argument#*=} ;;
        verdict-key=*) SEAMWRIGHT_VERDICT_KEY=${argument#*=} && export SEAMWRIGHT_VERDICT_KEY ;;
        retry-while-unknown=*) GATE_RETRY_WHILE_UNKNOWN=${argument#*=} ;;
        timeout=*) GATE_TIMEOUT=${argument#*=} ;;
        queue=*) GATE_QUEUE=${argument#*=} ;;
        comment=*) GATE_COMMENT=${argument#*=} ;;
        seamwright=*) GATE_SEAMWRIGHT=${argument#*=} ;;
        *)
            echo "gate.sh has no input '$argument'" >&2
            exit 4
            ;;
    esac
done

reports=.seamwright

output() {
    [ -z "${GITHUB_OUTPUT:-}" ] || printf '%s=%s\n' "$1" "$2" >>"$GITHUB_OUTPUT"
    [ -z "${TF_BUILD:-}" ] || printf '##vso[task.setvariable variable=%s;isOutput=true]%s\n' "$1" "$2"
    printf '%s=%s\n' "$1" "$2" >>"$reports/gate.env"
}

warn() {
    if [ -n "${GITHUB_ACTIONS:-}" ]; then
        printf '::warning title=Seamwright::%s\n' "$1"
    elif [ -n "${TF_BUILD:-}" ]; then
        printf '##vso[task.logissue type=warning]%s\n' "$1"
    else
        printf 'WARNING: %s\n' "$1"
    fi
}

# There is no verdict until there is one: this stands before all that can fail, and what a former build left is gone.
mkdir -p "$reports" || exit 3
rm -f "$reports/gate.env" "$reports/verdict.json" "$reports/verdict.md" "$reports/verdict.xml" "$reports/verdict.sarif" "$reports/gl-code-quality-report.json" "$reports/annotations.txt" || exit 3
output verdict none
output exit-code 3

# Azure leaves what it does not know as it is
case ${SEAMWRIGHT_TOKEN:-} in "\$("*) unset SEAMWRIGHT_TOKEN ;; esac

if [ -z "$GATE_PARTICIPANT" ]; then
    echo "The gate needs a participant." >&2
    output exit-code 4
    exit 4
fi

# The head of a pull request, not the commit that a CI system makes of it and of its target
if [ -z "$GATE_VERSION" ]; then
    head=
    [ "${CI_MERGE_REQUEST_EVENT_TYPE:-}" != merged_result ] || head=${CI_MERGE_REQUEST_SOURCE_BRANCH_SHA:-}
    for commit in "${GATE_COMMIT:-}" "$head" "${SYSTEM_PULLREQUEST_SOURCECOMMITID:-}" "${CI_COMMIT_SHA:-}" "${CIRCLE_SHA1:-}" \
        "${BUILD_SOURCEVERSION:-}" "${GITHUB_SHA:-}" "${GIT_COMMIT:-}"; do
        [ -n "$GATE_VERSION" ] || GATE_VERSION=$commit
    done
    [ -n "$GATE_VERSION" ] || GATE_VERSION=$(git rev-parse --verify --quiet HEAD) || GATE_VERSION=
fi

# refs/heads/gh-readonly-queue/main/pr-7-c0ffee is in the queue of main
if [ "${GITHUB_EVENT_NAME:-}" = merge_group ] && [ -z "$GATE_QUEUE" ]; then
    branch=${GITHUB_REF#refs/heads/}
    GATE_QUEUE=${branch%/*}/
fi

set -- "$GATE_COMMAND" "--participant=$GATE_PARTICIPANT" "--version=$GATE_VERSION"
[ -z "$GATE_ENVIRONMENT" ] || [ "$GATE_COMMAND" != can-i-deploy ] || set -- "$@" "--to-environment=$GATE_ENVIRONMENT"
[ -z "$GATE_QUEUE" ] || [ "$GATE_COMMAND" != can-i-merge ] || set -- "$@" "--queue=$GATE_QUEUE"
[ "$GATE_COMMENT" != true ] || set -- "$@" --comment
set -- "$@" "--on-outage=$GATE_ON_OUTAGE" "--max-age=$GATE_MAX_AGE" "--last-verdict=$reports/last-verdict.json" \
    "--retry-while-unknown=$GATE_RETRY_WHILE_UNKNOWN" "--timeout=$GATE_TIMEOUT"
set -- "$@" "--report=json=$reports/verdict.json"
set -- "$@" "--report=markdown=$reports/verdict.md"
set -- "$@" "--report=junit=$reports/verdict.xml"
set -- "$@" "--report=sarif=$reports/verdict.sarif"
set -- "$@" "--report=gitlab=$reports/gl-code-quality-report.json"
set -- "$@" "--report=github=$reports/annotations.txt"

code=0
"$GATE_SEAMWRIGHT" "$@" || code=$?

case $code in
    0) verdict=yes ;;
    1) verdict=no ;;
    2) verdict=unknown ;;
    3 | 4 | 5) verdict=none ;;
    *)
        # not found, killed, or anything else that is no answer
        echo "Seamwright ended with exit code $code, which is no answer." >&2
        verdict=none
        code=3
        ;;
esac
# an exit code alone is no verdict
if [ "$code" -le 2 ] && ! grep -q "\"answer\" : \"$verdict\"" "$reports/verdict.json" 2>/dev/null; then
    echo "Seamwright ended with exit code $code and wrote no verdict '$verdict'." >&2
    verdict=none
    code=3
fi
output verdict "$verdict"
output exit-code "$code"

if [ -n "${GITHUB_ACTIONS:-}" ]; then
    [ ! -s "$reports/annotations.txt" ] || cat "$reports/annotations.txt"
    [ -z "${GITHUB_STEP_SUMMARY:-}" ] || [ ! -s "$reports/verdict.md" ] || cat "$reports/verdict.md" >>"$GITHUB_STEP_SUMMARY"
fi
if [ -n "${TF_BUILD:-}" ] && [ -s "$reports/verdict.md" ]; then
    printf '##vso[task.uploadsummary]%s\n' "$PWD/$reports/verdict.md"
fi
if [ "$code" = 3 ] && [ -z "${SEAMWRIGHT_TOKEN:-}" ]; then
    warn "The gate has no token: CI systems give none to the builds of forks. Nobody was asked, and that is no yes."
fi
if [ "$code" = 5 ]; then
    warn "PASSED WITHOUT A VERDICT, as on-outage=pass asks. Nobody knows whether this breaks anybody."
    [ -z "${TF_BUILD:-}" ] || echo '##vso[task.complete result=SucceededWithIssues;]passed without a verdict'
    [ "${GATE_KEEPS_5:-}" = yes ] || code=0
fi
exit "$code"
