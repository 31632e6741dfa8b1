import { describe, expect, it } from "vitest";
import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { makeViewer } from "../factories/make-viewer";
import { callAs } from "../setup/call-as";
import { MINUTE, travel } from "../setup/clock";
import { withEnv } from "../setup/with-env";

const grave = defineOperation({
  name: "test.grave",
  kind: "query",
  http: { method: "GET", path: "/api/test/grave" },
  summary: "Something that matters",
  access: signedIn(),
  stepUp: true,
  output: z.object({ done: z.literal(true) }),
  audit: false,
  run: async () => ({ done: true as const }),
});

describe("what needs a recent sign-in @asvs V7.5.1", () => {
  it("is done within ten minutes of it", async () => {
    const viewer = await makeViewer();
    await travel(9 * MINUTE);
    expect((await callAs(viewer).run(grave)).error).toBeNull();
  });

  it("is refused after that, with a code that a client can act on", async () => {
    const viewer = await makeViewer();
    await travel(11 * MINUTE);
    expect((await callAs(viewer).run(grave)).error).toMatchObject({ status: 403, code: "REAUTH_REQUIRED", details: { max_age_seconds: 600 } });
  });

  it("lasts as long as STEP_UP_MINUTES says", async () => {
    const viewer = await makeViewer();
    await travel(11 * MINUTE);
    await withEnv({ STEP_UP_MINUTES: "15" }, async () => expect((await callAs(viewer).run(grave)).error).toBeNull());
  });

  it("asks a client with a Bearer token too, unless STEP_UP_BEARER=false", async () => {
    const viewer = await makeViewer();
    await travel(11 * MINUTE);
    const asBearer = () => callAs(viewer).run(grave);
    expect((await asBearer()).error?.code).toBe("REAUTH_REQUIRED");
    await withEnv({ STEP_UP_BEARER: "false" }, async () => {
      expect((await asBearer()).error).toBeNull();
      expect((await callAs(viewer, { cookie: viewer.accessToken }).run(grave)).error?.code).toBe("REAUTH_REQUIRED");
    });
  });
});
