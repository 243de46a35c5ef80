// Compresses what Vite built, and fails when the shell, what every page loads first, is larger than it may be.
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const SHELL_KIB = 220;
const COMPRESSIBLE = /\.(js|css|svg|html|json)$/;
/** Smaller files travel in one packet anyway. */
const SMALLEST = 600;

const directory = process.argv[2] ?? "target/classes/public";

/** @returns {string[]} */
function files(/** @type {string} */ path) {
    return readdirSync(path).flatMap((name) => {
        const file = join(path, name);
        return statSync(file).isDirectory() ? files(file) : [file];
    });
}

/** @typedef {{ file: string, isEntry?: boolean, imports?: string[] }} Chunk */

/** The entry and all that it imports at once. */
function shell() {
    /** @type {Record<string, Chunk>} */
    const manifest = JSON.parse(readFileSync(join(directory, "manifest.json"), "utf8"));
    /** @type {Set<string>} */
    const seen = new Set();
    const follow = (/** @type {string} */ name) => {
        const chunk = manifest[name];
        if (chunk && !seen.has(chunk.file)) {
            seen.add(chunk.file);
            chunk.imports?.forEach(follow);
        }
    };
    for (const [name, chunk] of Object.entries(manifest)) {
        if (chunk.isEntry) {
            follow(name);
        }
    }
    return [...seen];
}

const scripts = shell();
const size = scripts.reduce((sum, file) => sum + gzipSync(readFileSync(join(directory, file)), { level: 9 }).length, 0);
const kib = (size / 1024).toFixed(1);
if (size > SHELL_KIB * 1024) {
    console.error(
        `web: the shell has ${kib} KiB of JavaScript, gzipped, and may have ${SHELL_KIB}. It is ${scripts.join(", ")}.`,
    );
    process.exit(1);
}
console.error(`web: the shell has ${kib} KiB of JavaScript, gzipped (of ${SHELL_KIB})`);

rmSync(join(directory, "manifest.json"));
for (const file of files(directory).filter((name) => COMPRESSIBLE.test(name))) {
    const content = readFileSync(file);
    if (content.length < SMALLEST) {
        continue;
    }
    writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
    writeFileSync(
        `${file}.br`,
        brotliCompressSync(content, {
            params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
        }),
    );
}
