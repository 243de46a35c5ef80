import { expect, test } from "vitest";
import { parseSearch } from "../lib/search";
import { ofMatrix, ofPact, ofPacticipant } from "./oldLinks";

test.each([
    [
        "?q[][pacticipant]=web&q[][version]=1.0&environment=prod",
        "/verdict?participant=web&version=1.0&environment=prod",
    ],
    [
        "?q[][pacticipant]=web&q[][branch]=main&q[][latest]=true&mainBranch=true",
        "/verdict?participant=web&branch=main&to=main-branch",
    ],
    ["?q[][pacticipant]=web&q[][tag]=dev&latest=true&tag=prod", "/verdict?participant=web&tag=dev&toTag=prod"],
    ["?q[][pacticipant]=web&q[][pacticipant]=orders%2Fv2&latestby=cvpv", "/explore?consumer=web&provider=orders%2Fv2"],
    [
        "?q[][pacticipant]=web&q[][branch]=main&q[][latest]=true&q[][pacticipant]=orders&q[][version]=1&q[][environment]=prod&success[]=false",
        "/explore?consumer=web&consumerBranch=main&provider=orders&providerVersion=1&providerEnvironment=prod&result=failed",
    ],
    [
        "?q[][pacticipant]=web&q[][pacticipant]=orders&q[][tag]=a%3Db",
        "/explore?consumer=web&provider=orders&providerTag=a%3Db",
    ],
    ["?q[][pacticipant]=web", "/explore?consumer=web"],
    ["", "/explore"],
])("/matrix%s leads to %s", (search, to) => {
    expect(ofMatrix(parseSearch(search))).toBe(to);
});

test("a pact's address leads to its seam, at the version that it names", () => {
    expect(ofPact("orders", "web", "version/1%2F2")).toBe("/seams/web/orders?version=1%2F2");
    expect(ofPact("orders", "web", "latest/main")).toBe("/seams/web/orders");
});

test("a pacticipant's address leads to the participant, or to its version", () => {
    expect(ofPacticipant("a b", "versions/1.0")).toBe("/participants/a%20b/versions/1.0");
    expect(ofPacticipant("a b", "network")).toBe("/participants/a%20b");
});
