/** Every link of a mail that is of no use: what is wrong with it is told in a sentence of its own, and stands in the trail. */
import { describe, expect, it } from "vitest";
import { verifyMagicLink } from "@/lib/features/magic-link/operations/verify-magic-link";
import { reportSignIn } from "@/lib/features/recovery/operations/report-sign-in";
import { resetPassword } from "@/lib/features/recovery/operations/reset-password";
import { confirmEmail } from "@/lib/features/verification/operations/confirm-email";
import { confirmEmailChange } from "@/lib/features/verification/operations/confirm-email-change";
import { undoEmailChange } from "@/lib/features/verification/operations/undo-email-change";
import type { AnyOperation } from "@/lib/operation";
import type { Purpose } from "@/lib/session/one-time-token";
import { mailToken } from "../factories/mail-token";
import { makeViewer, type TestViewer } from "../factories/make-viewer";
import { auditRowsOf } from "../setup/audit-rows";
import { callAs } from "../setup/call-as";
import { rowsUnchanged } from "../setup/rows-unchanged";
import { sql } from "../setup/sql";

interface Door {
  operation: AnyOperation;
  purpose: Purpose;
  action: string;
  more?: Record<string, string>;
  isSignedIn?: true;
}

const doors: [string, Door][] = [
  ["a new password", { operation: resetPassword, purpose: "password_reset", action: "user.password_change", more: { new_password: "seven quiet lanterns" } }],
  ["a sign-in that was not one's own", { operation: reportSignIn, purpose: "sign_in_report", action: "user.sign_in_reported" }],
  ["the proof of an address", { operation: confirmEmail, purpose: "email_verification", action: "user.email_verification" }],
  ["another address", { operation: confirmEmailChange, purpose: "email_change", action: "user.email_changed", isSignedIn: true }],
  ["the way back to the old address", { operation: undoEmailChange, purpose: "email_change_undo", action: "user.email_change_undone" }],
  ["signing in", { operation: verifyMagicLink, purpose: "magic_link", action: "user.login_failed" }],
];

const linkOf = ({ user }: TestViewer, purpose: Purpose) => mailToken({ purpose, userId: user.id, address: user.email, ttlSeconds: 600 });

/** What is wrong with it, and a token with which that is so. */
const troubles: [string, (viewer: TestViewer, purpose: Purpose) => Promise<string>][] = [
  ["malformed", async (viewer, purpose) => (await linkOf(viewer, purpose)).token.slice(0, -1)],
  ["malformed", async (viewer, purpose) => (await linkOf(viewer, purpose)).token.repeat(100)],
  ["unknown", () => Promise.resolve("A".repeat(43))],
  ["foreign", async (viewer) => (await linkOf(viewer, "invitation")).token],
  ["used", async (viewer, purpose) => {
    const { id, token } = await linkOf(viewer, purpose);
    await sql("UPDATE one_time_tokens SET consumed_at = app_now() WHERE id = $1", [id]);
    return token;
  }],
  ["expired", async (viewer, purpose) => {
    const { id, token } = await linkOf(viewer, purpose);
    await sql("UPDATE one_time_tokens SET expires_at = app_now() WHERE id = $1", [id]);
    return token;
  }],
];

describe.each(doors)("a link to %s", (_name, { operation, purpose, action, more, isSignedIn }) => {
  it("that is cut off, over-long, unknown, of another mail, used or expired says which", async () => {
    const viewer = await makeViewer();
    const sentences = new Map<string, string>();
    for (const [reason, make] of troubles) {
      const token = await make(viewer, purpose);
      const rows = await auditRowsOf(async () => {
        const { error } = await rowsUnchanged(() => callAs(isSignedIn ? viewer : null).run(operation, { input: { token, ...more } }));
        expect(error).toMatchObject({ status: 400, code: "INVALID_TOKEN", details: { reason } });
        sentences.set(reason, error?.message ?? "");
      });
      expect(rows).toMatchObject([{ action, success: false, error_code: "INVALID_TOKEN", metadata: { reason } }]);
    }
    expect(new Set(sentences.values()).size).toBe(sentences.size);
  });
});
