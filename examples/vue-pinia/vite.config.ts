import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

const repository = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

export default defineConfig({
  plugins: [vue()],
  resolve: { alias: { "@": repository } },
  // The repository's own PostCSS settings are not for this page.
  css: { postcss: {} },
  // Another site than localhost to a browser, as an app on a domain of its own is: cookies of the API do not reach it.
  server: { host: "127.0.0.1", port: 5174, strictPort: true },
});
