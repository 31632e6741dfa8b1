import pg from "pg";
import { expect, it } from "vitest";
import { updateProfile } from "@/lib/features/account/operations/update-profile";
import { makeViewer } from "../../factories/make-viewer";
import { callAs } from "../../setup/call-as";

it("a statement that the database gives up on inside a transaction is a 503, not a failure of ours", async () => {
  const viewer = await makeViewer();
  const other = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await other.connect();
  try {
    await other.query("BEGIN");
    await other.query("SELECT id FROM users WHERE id = $1 FOR UPDATE", [viewer.user.id]);
    const refusal = await callAs(viewer).refusal(updateProfile, { input: { city: "Late" } });
    expect(refusal).toMatchObject({ status: 503, code: "UNAVAILABLE", retryAfterSeconds: 2 });
  } finally {
    await other.end();
  }
});
