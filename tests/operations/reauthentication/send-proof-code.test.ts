import { describe, expect, it } from "vitest";
import * as route from "@/app/api/auth/reauthenticate/code/route";
import { sendProofCode } from "@/lib/features/reauthentication/operations/send-proof-code";
import { makeViewer } from "@/tests/factories/make-viewer";
import { auditRowsOf } from "@/tests/setup/audit-rows";
import { callAs } from "@/tests/setup/call-as";
import { expectRefused } from "@/tests/setup/expect-refused";
import { http } from "@/tests/setup/http";
import { waitingFor } from "@/tests/setup/mailed";
import { rowsUnchanged } from "@/tests/setup/rows-unchanged";
import { sql } from "@/tests/setup/sql";

const withoutPassword = () => makeViewer([], { password: null });

describe("auth.send-proof-code", () => {
  it("mails six digits to the account's own address; the answer has none", async () => {
    const viewer = await withoutPassword();
    const answer = await http(route, { as: viewer, body: {} });
    expect(answer).toMatchObject({ status: 200, body: { message: expect.any(String), expires_in: 600 } });
    expect(await waitingFor(viewer.user.email)).toMatchObject([{ text: expect.stringMatching(/\b\d{6}\b/) }]);
    expect(JSON.stringify(answer.body)).not.toMatch(/\d{6}/);
  });

  it("makes the code before it worthless", async () => {
    const viewer = await withoutPassword();
    for (let turn = 0; turn < 2; turn += 1) await callAs(viewer).output(sendProofCode, { input: {} });
    expect(await sql("SELECT 1 FROM one_time_tokens WHERE user_id = $1 AND purpose = 'reauthentication'", [viewer.user.id])).toHaveLength(1);
  });

  it("409 for an account with a password, recorded, and nothing is sent", async () => {
    const viewer = await makeViewer();
    const rows = await auditRowsOf(async () => {
      expect(await rowsUnchanged(() => callAs(viewer).refusal(sendProofCode, { input: {} }))).toMatchObject({ status: 409, code: "PROOF_NOT_OFFERED" });
    });
    expect(rows).toMatchObject([{ action: "user.proof_code_sent", success: false, error_code: "PROOF_NOT_OFFERED" }]);
  });

  it("sends five in a quarter of an hour, however many ask", async () => {
    const viewer = await withoutPassword();
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => callAs(viewer).run(sendProofCode, { input: {} })));
    expect(outcomes.filter(({ error }) => error === null)).toHaveLength(5);
    expect(outcomes.flatMap(({ error }) => error?.status ?? [])).toEqual([429, 429, 429]);
  });

  it("writes one row, without the code", async () => {
    const viewer = await withoutPassword();
    const rows = await auditRowsOf(() => callAs(viewer).output(sendProofCode, { input: {} }));
    expect(rows).toMatchObject([{ action: "user.proof_code_sent", success: true, actor_id: viewer.user.id, target_user_id: viewer.user.id }]);
    expect(rows[0]?.metadata ?? {}).toEqual({});
  });

  expectRefused(sendProofCode, { valid: () => ({ input: {} }) });
});
