import { describe, expect, it } from "vitest";
import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { makeViewer } from "../factories/make-viewer";
import { callAs } from "../setup/call-as";

/** What a careless query has in hand. */
const row = { id: "7", email: "grace@example.org", password_hash: "$2b$12$hushhushhushhushhushhu", nested: { id: "8", mfa_secret: "hush" } };

const declared = z.object({ id: z.string(), nested: z.object({ id: z.string() }) });

const careless = (kind: "query" | "mutation" | "statement") =>
  defineOperation({
    name: `test.careless-${kind}`,
    kind,
    http: { method: kind === "query" ? "GET" : "POST", path: "/api/test" },
    summary: "Answers whatever it found",
    access: signedIn(),
    output: declared,
    audit: false,
    run: async () => row,
  });

describe("an answer holds what its operation declares, and nothing else @asvs V15.3.1", () => {
  it.each(["query", "mutation", "statement"] as const)("of a %s", async (kind) => {
    expect(await callAs(await makeViewer()).output(careless(kind))).toEqual({ id: "7", nested: { id: "8" } });
  });
});
