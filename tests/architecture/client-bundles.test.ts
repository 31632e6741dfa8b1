/** What browsers load along with the clients, and what they are spared. */
import { describe, expect, it } from "vitest";
import { reachedFrom } from "./import-circles";
import { ROOT, sourceFiles } from "./source-files";

const AUTH = sourceFiles().filter((file) => /^components\/auth\/.*\.tsx?$/.test(file));

describe("components/auth", () => {
  const reached = reachedFrom(ROOT, AUTH);

  it("works without Next, and brings nothing of the server", () => {
    expect(AUTH).toContain("components/auth/auth-provider.tsx");
    expect(reached.packages.filter((name) => /^(next|next-auth|pg|node:.*|@prisma\/.*)(\/|$)/.test(name))).toEqual([]);
    expect(reached.files.filter((file) => !/^(components|lib\/client)\/|^lib\/(edge\/permission|password-rules)\.ts$/.test(file))).toEqual([]);
  });

  it("has a sign-in form that spares our own pages the SDK", () => {
    const form = reachedFrom(ROOT, ["components/auth/login-form.tsx", "components/auth/register-form.tsx"]);
    expect(form.files.filter((file) => file.startsWith("lib/") && file !== "lib/password-rules.ts")).toEqual([]);
    expect(reached.files).toContain("lib/client/create-client.ts");
  });
});
