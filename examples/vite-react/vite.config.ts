import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const repository = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": repository } },
  // Tailwind, as the pages of the house have it.
  css: { postcss: repository },
  // The API's cookies are for its own site. Ports do not count there, hosts do: localhost it must be.
  server: { host: "localhost", port: 5173, strictPort: true },
});
