import { expect, it } from "vitest";
import { importCommand } from "./importCommand";

it("has what was typed, quoted, and asks for the secret", () => {
    expect(
        importCommand({ from: "https://pacts.example.com", by: "user", user: "o'neil" }, "http://localhost", false),
    ).toBe(
        "read -rs SEAMWRIGHT_FROM_PASSWORD && export SEAMWRIGHT_FROM_PASSWORD\n" +
            "seamwright import --from https://pacts.example.com --from-user 'o'\\''neil' --broker http://localhost",
    );
});

it("asks for our own token where the broker wants one", () => {
    expect(importCommand({ from: "https://p/$(id)" }, "http://localhost", true)).toBe(
        "read -rs SEAMWRIGHT_TOKEN && export SEAMWRIGHT_TOKEN\n" +
            "seamwright import --from 'https://p/$(id)' --broker http://localhost",
    );
});
