import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const broker = process.env.BROKER_URL ?? "http://127.0.0.1:9292";

export default defineConfig({
    plugins: [react()],
    build: {
        outDir: "target/classes/public",
        emptyOutDir: true,
        target: "es2023",
        // The policy of the page allows no inline content, not even as data: URLs.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        chunkSizeWarningLimit: 1000,
        manifest: "manifest.json",
        rolldownOptions: {
            output: {
                codeSplitting: {
                    // A dozen pieces of a few hundred bytes each, which most screens need, would be a dozen requests.
                    groups: [
                        { name: "pieces", test: /src\/(components|lib)\//, maxModuleSize: 12_000, minShareCount: 4 },
                    ],
                },
            },
        },
    },
    server: {
        proxy: {
            "/api": broker,
            "/readyz": broker,
            // the Pact API has the addresses of screens
            "^/(webhooks|matrix)": {
                target: broker,
                bypass: ({ headers, url }) => (headers.accept?.includes("text/html") ? url : undefined),
            },
        },
    },
    test: {
        environment: "happy-dom",
        include: ["src/**/*.test.{ts,tsx}"],
        restoreMocks: true,
        // a layout of 300 parties takes a second, and ten on a machine with other work
        testTimeout: 60_000,
        // Times are shown in the reader's zone: a fixed one, far from UTC.
        env: { TZ: "Asia/Kathmandu" },
    },
});
