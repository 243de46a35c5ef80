import { expect, test } from "vitest";
import { csvOf } from "./csv";

test("commas, quotes and lines stay in their cell", () => {
    expect(csvOf([["a", 'say "x", then', "two\nlines"], ["b"]])).toBe('a,"say ""x"", then","two\nlines"\r\nb\r\n');
});

test("no spreadsheet takes a cell for a formula", () => {
    expect(csvOf([["=1+1", "@x", "-1", "1-1"]])).toBe("'=1+1,'@x,'-1,1-1\r\n");
});
