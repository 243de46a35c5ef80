import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { applyPreferences } from "../lib/preferences";
import "./base.css";
import { queryClient } from "./queries";
import { router } from "./router";

applyPreferences();

const root = document.getElementById("root");
if (!root) {
    throw new Error("index.html has no #root");
}
createRoot(root).render(
    <StrictMode>
        <QueryClientProvider client={queryClient}>
            <RouterProvider router={router} />
        </QueryClientProvider>
    </StrictMode>,
);
