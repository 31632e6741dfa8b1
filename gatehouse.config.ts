/** What this product adds to Gatehouse: hooks around what happens to people, and fields of its own. See docs/extending.md. */
import { defineConfig } from "@/lib/hooks/define-config";

export default defineConfig({
  hooks: {},
  userFields: {},
});
