import { expect, test } from "vitest";
import { parseSearch, printSearch } from "../../../lib/search";
import { commandOf, curlOf, eventsPath, questionOf, requestOf, searchOf, validateVerdictSearch } from "./question";

const asked = (url: string) => questionOf(validateVerdictSearch(parseSearch(url)));

test.each([
    "?participant=storefront&version=3.2.0&environment=production-eu",
    "?participant=storefront&branch=feat%2Frefunds&to=main-branch&ignore=payments&ignore=orders",
    "?participant=a&tag=prod&toTag=prod",
    "?participant=a&version=1&toBranch=release",
    "?participant=a&version=1&to=latest",
])("%s is read and printed as it was", (url) => {
    const question = asked(url);
    expect(question && printSearch({ ...searchOf(question) })).toBe(url);
});

test.each([
    "",
    "?participant=a",
    "?participant=a&version=1",
    "?version=1&environment=prod",
    "?participant=a&version=1&to=moon",
])("%s is no whole question", (url) => {
    expect(asked(url)).toBeNull();
});

test("the question is asked by HTTP, on the command line and as a stream alike", () => {
    const question = asked("?participant=my%20shop&branch=main&environment=prod&ignore=orders");
    if (!question) {
        throw new Error("no question");
    }
    expect(requestOf(question)).toEqual({
        versions: [{ participant: "my shop", branch: "main" }],
        target: { type: "environment", environment: "prod" },
        ignore: [{ participant: "orders" }],
    });
    expect(commandOf(question)).toBe(
        "seamwright can-i-deploy --participant 'my shop' --branch main --to-environment prod --ignore orders",
    );
    expect(decodeURIComponent(eventsPath(question))).toBe(
        "/api/v1/verdicts/events?q[][pacticipant]=my+shop&q[][branch]=main&q[][latest]=true&latestby=cvp&environment=prod&ignore[][pacticipant]=orders",
    );
    expect(curlOf(question, "http://broker")).toContain(`"participant":"my shop"`);
});

test("a name cannot leave its quotes", () => {
    const question = asked("?participant=a'%3B%20rm%20-rf&version=1&environment=prod");
    expect(question && commandOf(question)).toBe(
        "seamwright can-i-deploy --participant 'a'\\''; rm -rf' --version 1 --to-environment prod",
    );
});
