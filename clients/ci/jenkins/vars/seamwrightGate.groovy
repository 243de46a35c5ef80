// Generated from clients/ci/manifest.yaml: edit that.
// Asks whether a version can be deployed or merged, and tells it in the words of the CI system.
//   seamwrightGate(participant: 'web', environment: 'production')
// SEAMWRIGHT_TOKEN comes from withCredentials. It returns yes, or fails the build; passed without a verdict makes it unstable.
def call(Map inputs = [:]) {
    def variables = [
        'command': 'GATE_COMMAND',
        'participant': 'GATE_PARTICIPANT',
        'version': 'GATE_VERSION',
        'environment': 'GATE_ENVIRONMENT',
        'broker_url': 'SEAMWRIGHT_BROKER_URL',
        'on_outage': 'GATE_ON_OUTAGE',
        'max_age': 'GATE_MAX_AGE',
        'verdict_key': 'SEAMWRIGHT_VERDICT_KEY',
        'retry_while_unknown': 'GATE_RETRY_WHILE_UNKNOWN',
        'timeout': 'GATE_TIMEOUT',
        'queue': 'GATE_QUEUE',
        'comment': 'GATE_COMMENT',
        'seamwright': 'GATE_SEAMWRIGHT',
    ]
    inputs.keySet().each { name ->
        if (!variables.containsKey(name.toString())) {
            error("seamwrightGate has no input '${name}'; it has ${variables.keySet().join(', ')}")
        }
    }
    def environment = ['GATE_KEEPS_5=yes']
    variables.each { name, variable ->
        if (inputs.containsKey(name)) {
            environment << "${variable}=${inputs[name]}".toString()
        }
    }
    writeFile file: '.seamwright/gate.sh', text: libraryResource('dev/seamwright/gate.sh')
    int code = 3
    withEnv(environment) {
        code = sh(script: 'sh .seamwright/gate.sh', returnStatus: true)
    }
    junit testResults: '.seamwright/verdict.xml', allowEmptyResults: true
    archiveArtifacts artifacts: '.seamwright/**', allowEmptyArchive: true
    switch (code) {
        case 0:
            return 'yes'
        case 1:
            error('Seamwright: the answer is no')
            break
        case 2:
            error('Seamwright: the answer is unknown, a result is missing')
            break
        case 5:
            unstable('Seamwright: passed without a verdict')
            return 'none'
        default:
            error("Seamwright: there is no verdict (exit code ${code})")
    }
    return 'none'
}
