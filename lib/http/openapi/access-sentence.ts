import type { Access } from "@/lib/edge/access";

const listed = (names: readonly string[], word: "and" | "or") => names.map((name) => `\`${name}\``).join(` ${word} `);

/** Who may, as a sentence. */
export function accessSentence(access: Access): string {
  switch (access.kind) {
    case "anyone":
      return "Open to anyone.";
    case "signed-in":
      return "Needs a session; no permission.";
    case "permission":
      return `Needs ${listed(access.permissions, access.mode === "all" ? "and" : "or")}.`;
    case "own-or-any":
      return `For one's own; ${listed(access.permissions, "or")} for anybody else's.`;
  }
}
