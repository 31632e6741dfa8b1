/** Every rule of the house shown firing on a small bad sample, and silent on a good one. */
import { ESLint } from "eslint";
import { beforeAll, describe, expect, it } from "vitest";

let eslint: ESLint;

beforeAll(() => {
  eslint = new ESLint({ cwd: process.cwd() });
});

async function rulesBroken(file: string, code: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(code, { filePath: file, warnIgnored: true });
  return [...new Set((result?.messages ?? []).map(({ ruleId }) => ruleId))];
}

const importing = (specifier: string) => `import { thing } from "${specifier}";\nexport const used = thing;\n`;

const FORBIDDEN: [file: string, specifier: string][] = [
  ["middleware.ts", "@/lib/env"],
  ["middleware.ts", "@/lib/session/viewer"],
  ["middleware.ts", "@/lib/db"],
  ["lib/edge/gate.ts", "@/lib/errors"],
  ["lib/edge/gate.ts", "../env"],
  ["lib/edge/gate.ts", "node:crypto"],
  ["app/(app)/dashboard/page.tsx", "@/lib/db"],
  ["app/(app)/dashboard/page.tsx", "@/lib/features/admin/repo"],
  ["app/(app)/dashboard/page.tsx", "../../../lib/features/admin/repo"],
  ["app/(app)/dashboard/page.tsx", "@/lib/operation"],
  ["app/(app)/dashboard/page.tsx", "@/lib/session/session-store"],
  ["app/(app)/dashboard/page.tsx", "@/lib/failpoint"],
  ["app/(app)/dashboard/page.tsx", "next-auth"],
  ["app/(app)/dashboard/page.tsx", "pg"],
  ["app/api/admin/users/route.ts", "@/lib/db"],
  ["app/api/admin/users/route.ts", "@/lib/failpoint"],
  ["components/ui/button.tsx", "@/lib/http/page"],
  ["components/ui/button.tsx", "@/lib/env"],
  ["components/admin/user-table.tsx", "@/lib/features/admin/operations/list-users"],
  ["components/admin/user-table.tsx", "@/app/navigation"],
  ["components/admin/user-table.tsx", "next-auth/react"],
  ["components/admin/user-table.tsx", "next/headers"],
  ["components/auth/login-form.tsx", "next/link"],
  ["lib/features/admin/schema.ts", "@/lib/db"],
  ["lib/features/admin/schema.ts", "./repo"],
  ["lib/features/admin/operations/list-users.ts", "@/lib/features/audit/repo"],
  ["lib/features/admin/operations/list-users.ts", "@/lib/features/audit/operations/list-logs"],
  ["lib/features/admin/operations/list-users.ts", "@/lib/features/compat/translate"], // feature:compat
  ["lib/features/compat/operations/scribes.ts", "@/lib/features/auth/repo"], // feature:compat
  ["lib/features/admin/operations/list-users.ts", "@/lib/http/page"],
  ["lib/features/admin/operations/list-users.ts", "@/lib/auth"],
  ["lib/features/admin/operations/list-users.ts", "@/lib/registry"],
  ["lib/features/admin/operations/list-users.ts", "@/components/ui/button"],
  ["lib/features/admin/operations/list-users.ts", "next/headers"],
  ["lib/client/auth-client.ts", "@/lib/env"],
  ["lib/client/auth-client.ts", "@/lib/edge/token"],
  ["lib/client/auth-client.ts", "@/lib/features/auth/operations/login"],
  ["lib/client/auth-client.ts", "react"],
  ["lib/client/auth-client.ts", "node:crypto"],
  ["lib/operation.ts", "@/lib/features/admin/repo"],
  ["lib/operation.ts", "@/lib/http/context"],
  ["lib/operation.ts", "@/lib/auth/config"],
  ["lib/session/viewer.ts", "@/lib/operation"],
  ["lib/session/viewer.ts", "@/lib/features/auth/repo"],
  ["lib/session/viewer.ts", "next/headers"],
  ["lib/audit/audit-event.ts", "@/lib/http/context"],
  ["lib/db.ts", "@/lib/session/viewer"],
  ["lib/log.ts", "@/lib/operation"],
  ["lib/errors.ts", "@/lib/env"],
  ["lib/http/page.ts", "@/lib/features/auth/operations/login"],
  ["lib/http/page.ts", "@/lib/auth"],
  ["lib/http/page.ts", "next-auth"],
  ["lib/auth/config.ts", "@/lib/features/auth/repo"],
  ["lib/auth/config.ts", "@/app/navigation"],
];

const ALLOWED: [file: string, specifier: string][] = [
  ["middleware.ts", "@/lib/edge/gate"],
  ["lib/edge/gate.ts", "./token"],
  ["lib/edge/gate.ts", "next/server"],
  ["app/(app)/dashboard/page.tsx", "@/components/ui/button"],
  ["app/(app)/dashboard/page.tsx", "@/lib/http/page"],
  ["app/(app)/dashboard/page.tsx", "@/lib/features/admin/operations/list-users"],
  ["app/(app)/dashboard/page.tsx", "@/lib/features/admin/schema"],
  ["app/(app)/dashboard/page.tsx", "./actions"],
  ["app/api/test/clock/route.testing.ts", "@/lib/db"],
  ["components/admin/user-table.tsx", "@/lib/features/admin/schema"],
  ["lib/features/admin/operations/list-users.ts", "../repo"],
  ["lib/features/admin/operations/list-users.ts", "@/lib/operation"],
  ["lib/features/compat/operations/scribes.ts", "@/lib/features/auth/operations/login"], // feature:compat
  ["lib/features/admin/operations/list-users.ts", "@/lib/features/audit/audit-wire"],
  ["lib/client/auth-client.ts", "../edge/permission"],
  ["lib/client/rbac-wire.ts", "@/lib/features/rbac/import-schema"],
  ["lib/operation.ts", "@/lib/session/viewer"],
  ["lib/session/viewer.ts", "@/lib/db"],
  ["lib/auth/config.ts", "next-auth"],
  ["lib/auth/config.ts", "@/lib/features/auth/operations/logout"],
  ["tests/operations/admin/list-users.test.ts", "@/lib/features/admin/repo"],
];

describe("imports", () => {
  it.each(FORBIDDEN)("%s may not import %s", async (file, specifier) => {
    expect(await rulesBroken(file, importing(specifier))).toContain("house/imports");
  });

  it.each(ALLOWED)("%s may import %s", async (file, specifier) => {
    expect(await rulesBroken(file, importing(specifier))).toEqual([]);
  });

  it.each([`export { thing } from "@/lib/db";`, `export const load = () => import("@/lib/db");`])("is found in %s", async (code) => {
    expect(await rulesBroken("components/ui/button.tsx", code)).toContain("house/imports");
  });
});

describe("the rest of the house's rules", () => {
  it.each([
    ["lib/features/admin/repo.ts", "export const url = process.env.DATABASE_URL;", "no-restricted-syntax"],
    ["components/ui/button.tsx", "export const { APP_URL } = process.env;", "no-restricted-syntax"],
    ["lib/features/admin/index.ts", `export * from "./repo";`, "no-restricted-syntax"],
    ["lib/ids.ts", "export const any = (value: any) => value;", "@typescript-eslint/no-explicit-any"],
    ["lib/ids.ts", "export const first = (values: string[]) => values[0]!;", "@typescript-eslint/no-non-null-assertion"],
    ["lib/ids.ts", "// @ts-ignore\nexport const one = 1;", "@typescript-eslint/ban-ts-comment"],
    ["lib/ids.ts", `console.log("debug");\nexport {};`, "no-console"],
    ["lib/ids.ts", "const unused = 1;\nexport {};", "@typescript-eslint/no-unused-vars"],
    ["lib/ids.ts", "export const same = (a: unknown) => a == 1;", "eqeqeq"],
    ["lib/ids.ts", "// eslint-disable-next-line eqeqeq -- nothing to disable\nexport const one = 1;", null],
  ])("in %s: %s", async (file, code, rule) => {
    expect(await rulesBroken(file, code)).toContain(rule);
  });

  it.each([
    ["lib/env.ts", "export const url = process.env.DATABASE_URL;"],
    ["lib/edge/env.ts", "export const url = process.env.APP_URL;"],
    ["scripts/dev.mjs", "export const url = process.env.DATABASE_URL;"],
    ["lib/features/admin/repo.ts", "export const first = (values: string[]) => values[0] ?? null;"],
  ])("silent in %s: %s", async (file, code) => {
    expect(await rulesBroken(file, code)).toEqual([]);
  });
});
