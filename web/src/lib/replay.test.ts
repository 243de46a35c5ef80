import { expect, test } from "vitest";
import { failedTests } from "./replay";

const mismatch = { attribute: "body", identifier: "$.id", description: "Expected 1 but was missing" };

test("what failed is told by interaction, named by its description or else by its id", () => {
    const testResults = [
        { interactionId: "a", success: true },
        { interactionId: "b", success: false, mismatches: [mismatch] },
        {
            interactionId: "c",
            interactionDescription: "a customer",
            success: false,
            exceptions: [{ message: "refused" }],
        },
        { interactionId: "d", success: false },
    ];
    expect(failedTests({ testResults }, new Map([["b", "an order"]]))).toEqual([
        { description: "an order", mismatches: [{ place: "body $.id", text: mismatch.description }] },
        { description: "a customer", mismatches: [{ place: "", text: "refused" }] },
        { description: "a test without a name", mismatches: [] },
    ]);
});

test("reports of test runners are read too", () => {
    const tests = [{ testDescription: "an order", success: false, mismatches: ["too late"] }];
    expect(failedTests({ testResults: { tests } })).toEqual([
        { description: "an order", mismatches: [{ place: "", text: "too late" }] },
    ]);
    const examples = [
        { description: "an order", status: "failed", exception: { message: "no" } },
        { status: "passed" },
    ];
    expect(failedTests({ testResults: { examples } })).toEqual([
        { description: "an order", mismatches: [{ place: "", text: "no" }] },
    ]);
    expect(failedTests({})).toEqual([]);
});
