import { describe, expect, it } from "vitest";
import { privateHeaders } from "@/lib/edge/private-headers";
import { clientIp } from "@/lib/http/client-ip";
import { withEnv } from "../setup/with-env";

const claimed = new Headers({ [privateHeaders.clientAddress]: "203.0.113.7", "x-forwarded-for": "198.51.100.1", "x-real-ip": "192.0.2.9" });

describe("the client's address without a server of ours @asvs V15.3.4", () => {
  it("is unknown in a plain build, whatever headers say", () =>
    withEnv({ GATEHOUSE_TEST_BUILD: "" }, async () => {
      expect(clientIp(claimed)).toBeNull();
    }));

  it("is what the platform says where it serves for us", () =>
    withEnv({ GATEHOUSE_TEST_BUILD: "", VERCEL: "1" }, async () => {
      expect(clientIp(claimed)).toBe("192.0.2.9");
    }));
});
