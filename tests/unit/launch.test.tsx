import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { renderToString } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Mailbox } from "@/components/mailbox/mailbox";
import { announcement } from "../../scripts/launch/announce.mjs";
import { findFreePort } from "../../scripts/launch/free-port.mjs";

const facts = { address: "http://localhost:3000", database: "PostgreSQL in .data", hasDemoPeople: false, mailCarrier: null, hasDemoProviders: false };
const CARRIER = "SMTP (mail.example.com:587, STARTTLS)";

describe("where mail is said to go", () => {
  it("to the mailbox where it stays, and through the service where it leaves, at start", () => {
    expect(announcement(facts)).toContain("http://localhost:3000/dev/mailbox (nothing leaves this machine)");
    const leaving = announcement({ ...facts, mailCarrier: CARRIER });
    expect(leaving).toContain(`Mail       leaves through ${CARRIER}`);
    expect(leaving).not.toMatch(/mailbox|nothing leaves/);
  });

  it("on the mailbox's own page", () => {
    const page = (carrier: string | null) => renderToString(<Mailbox messages={[]} to="" isSamples={false} carrier={carrier} />);
    expect(page(null)).toContain("Nothing leaves this machine.");
    expect(page(CARRIER)).toContain(`Mail leaves through ${CARRIER}.`);
    expect(page(CARRIER)).not.toMatch(/Nothing leaves|arrives here within seconds/);
  });
});

/** @returns what it printed, with the files that it left in its data directory */
async function launched(script: string, environment: Record<string, string>): Promise<{ code: unknown; out: string; files: string[] }> {
  const directory = await mkdtemp(path.join(tmpdir(), "launch-"));
  const env = { ...process.env, ...environment, PORT: String(await findFreePort()), GATEHOUSE_DATA_DIR: directory, DATABASE_URL: "", AUTH_SECRET: "" };
  try {
    return await new Promise((resolve) => {
      execFile(process.execPath, [script], { env, timeout: 15_000 }, async (error, stdout, stderr) => {
        resolve({ code: error?.code, out: stdout + stderr, files: await readdir(directory) });
      });
    });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

it("npm run dev refuses half a provider before it starts anything or says where to sign in", async () => {
  const { code, out, files } = await launched("scripts/dev.mjs", { AUTH_GOOGLE_ID: "id", AUTH_GOOGLE_SECRET: "" });
  expect(code).toBe(1);
  expect(out).toContain("AUTH_GOOGLE_SECRET is not set");
  expect(out).not.toMatch(/Sign in as|Address|DATABASE_URL/);
  expect(files).toEqual(["secrets.json"]);
});
