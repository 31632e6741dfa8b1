import { describe, expect, it } from "vitest";
import { exchangeAuthorizationCode } from "@/lib/features/auth/operations/exchange-authorization-code";
import { reportSignIn } from "@/lib/features/recovery/operations/report-sign-in";
import { confirmEmail } from "@/lib/features/verification/operations/confirm-email";
import type { AnyOperation } from "@/lib/operation";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { MINUTE, SECOND, travel } from "../../setup/clock";
import { freshAddress } from "../../setup/test-context";

const JUNK = "x".repeat(43);

const doors: [string, AnyOperation, Record<string, string>][] = [
  ["codes of apps", exchangeAuthorizationCode, { code: JUNK, code_verifier: JUNK }],
  ["links about a sign-in", reportSignIn, { token: JUNK }],
  ["links that confirm an address", confirmEmail, { token: JUNK }],
];

describe("a stranger leaves 30 rows a minute in the trail and no more", () => {
  it.each(doors)("with made-up %s", async (_name, operation, input) => {
    const ip = freshAddress();
    const attempt = async () => (await callAs(null, { ip }).run(operation, { input })).error?.status;
    const rows = await auditRowsOf(async () => {
      for (let n = 0; n < 30; n += 1) expect(await attempt()).toBe(400);
      for (let n = 0; n < 5; n += 1) expect(await attempt()).toBe(429);
      expect((await callAs(null).run(operation, { input })).error?.status).toBe(400);
    });
    expect(rows).toHaveLength(31);
    await travel(MINUTE + SECOND);
    expect(await attempt()).toBe(400);
  });
});
