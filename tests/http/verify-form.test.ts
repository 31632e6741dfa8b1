// First, because it prepares what every module of Next looks for when it is loaded.
import { postForm as post } from "../setup/post-form";
import { describe, expect, it } from "vitest";
import { sealPending } from "@/lib/audit/seal-pending";
import { makeEvents } from "../factories/make-events";
import { makeViewer, type TestViewer } from "../factories/make-viewer";
import { freshDatabase } from "../setup/fresh-database";
import { before, makeDropper, sealMonths, tamper } from "../setup/retention-trail";
import { sql } from "../setup/sql";

const verify = async () => (await import("@/app/admin/audit/actions")).verifyAction;
const send = (viewer: TestViewer, from = "") => post(verify, { from }, { cookies: { access_token: viewer.accessToken, refresh_token: viewer.refreshToken } });

describe("the integrity panel's form", () => {
  it("says that the trail is as it was signed, or which event is not", async () => {
    const viewer = await makeViewer(["audit.verify"], { reach: "platform" });
    const [event] = await makeEvents(null, [{ action: "row.written" }, { action: "row.written" }]);
    await sealPending();
    expect((await send(viewer)).state).toMatchObject({ ok: true, message: "2 events and 1 seal checked: as they were signed." });
    expect((await send(viewer, "1")).state).toMatchObject({ ok: true });
    await sql("ALTER TABLE audit_events DISABLE TRIGGER audit_events_append_only");
    await sql("UPDATE audit_events SET success = false WHERE id = $1", [event?.id]);
    const { state } = await send(viewer);
    expect(state).toMatchObject({ ok: false });
    expect(state.message).toContain(`First at: event ${event?.id}, ${event?.occurred_at}, seal 1, digest mac.`);
  });

  it("tells what went by retention, and raises the alarm where it could not be verified", async () => {
    await freshDatabase();
    const viewer = await makeViewer(["audit.verify"], { reach: "platform" });
    await sealMonths(4);
    const retention = await makeDropper();
    try {
      await retention.drop(before(12), 1);
      expect((await send(viewer)).state).toMatchObject({ ok: true, message: expect.stringContaining(" 3 older events went by retention, the last of 2019-01-03T00:00:00.000Z.") });
      const [second] = await sql<{ id: string }>("SELECT ids[1] AS id FROM audit_seals WHERE number = 2");
      await tamper("audit_events", "UPDATE audit_events SET success = NOT success WHERE id = $1", [second?.id]);
      await retention.drop({ ...before(12), mayBeBroken: true }, 1);
      expect((await send(viewer)).state).toMatchObject({ ok: false, message: expect.stringContaining(" 6 older events went by retention, the last of 2019-02-03T00:00:00.000Z. 3 events of these stood in periods that could not be verified.") });
    } finally {
      await retention.client.end();
    }
  });

  it("is refused to whoever may only read", async () => {
    const viewer = await makeViewer(["audit.view"], { reach: "platform" });
    expect((await send(viewer)).state).toMatchObject({ ok: false, code: "FORBIDDEN" });
  });

  it("takes nothing but a place in the trail", async () => {
    const viewer = await makeViewer(["audit.verify"], { reach: "platform" });
    expect((await send(viewer, "'; DROP TABLE users")).state).toMatchObject({ ok: false, code: "VALIDATION_ERROR", fields: { from: ["Take next from an answer, or a seal's number."] } });
  });
});
