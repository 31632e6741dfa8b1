import { afterEach, describe, expect, it } from "vitest";
import { POST as moveClock } from "@/app/api/test/clock/route.testing";
import { POST as arm } from "@/app/api/test/failpoints/route.testing";
import { clockOffsetMs, setClockOffset } from "@/lib/clock";
import { armFailpoints, failpoint } from "@/lib/failpoint";
import { withEnv } from "../setup/with-env";

const post = (body: unknown) => {
  const text = JSON.stringify(body);
  const headers = { "content-type": "application/json", "content-length": String(text.length) };
  return new Request("http://localhost:3000/api/test/x", { method: "POST", headers, body: text });
};
const plainBuild = { GATEHOUSE_TEST_BUILD: "" };

afterEach(() => {
  setClockOffset(0);
  armFailpoints([]);
});

describe("the test controls", () => {
  it("move the clock and arm failpoints in a test build", async () => {
    expect((await moveClock(post({ offset_ms: 90_000 }))).status).toBe(200);
    expect(clockOffsetMs()).toBe(90_000);
    expect((await arm(post({ names: ["here"] }))).status).toBe(200);
    expect(() => failpoint("here")).toThrow("failpoint here");
    expect(() => failpoint("there")).not.toThrow();
  });

  it("refuse what they do not know", async () => {
    expect((await moveClock(post({ offset_ms: "soon" }))).status).toBe(422);
    expect((await arm(post({ names: ["a"], more: 1 }))).status).toBe(422);
  });

  it("are not there in a plain build, whose clock and failpoints nothing moves", async () => {
    armFailpoints(["here"]);
    await withEnv(plainBuild, async () => {
      const answers = [await moveClock(post({ offset_ms: 1 })), await arm(post({ names: [] }))];
      expect(answers.map(({ status }) => status)).toEqual([404, 404]);
      expect(() => setClockOffset(1)).toThrow();
      expect(() => armFailpoints([])).toThrow();
      expect(() => failpoint("here")).not.toThrow();
    });
    expect(clockOffsetMs()).toBe(0);
  });
});
