import { describe, expect, it } from "vitest";
import { makeContext } from "@/lib/http/context";
import { withEnv } from "../setup/with-env";

const headers = new Headers({ "x-vercel-ip-country": "CH", "x-vercel-ip-city": "Z%C3%BCrich%00" });
const geo = () => makeContext({ kind: "api", method: "GET", path: "/", headers, cookie: () => undefined }).geo;

describe("where a request comes from @asvs V15.3.4", () => {
  it("is unknown where no platform says it: the client wrote these headers", async () => {
    await withEnv({ VERCEL: undefined }, async () => {
      expect(geo()).toEqual({ country: null, city: null });
    });
  });

  it("is what the platform says, without what the database cannot hold", async () => {
    await withEnv({ VERCEL: "1" }, async () => {
      expect(geo()).toEqual({ country: "CH", city: "Zürich" });
    });
  });
});
