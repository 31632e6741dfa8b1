import { beforeEach, describe, expect, it, vi } from "vitest";
import { matchesForeign } from "@/lib/session/foreign-password";
import { ourKind, verifyPassword } from "@/lib/session/password";
import { kindOf } from "@/lib/session/password-kind";
import { verifyInWorker } from "@/lib/session/password-worker";
import { bcryptHashes, CHEAP, werkzeugHashes } from "../factories/foreign-hashes";

const native = await import("@node-rs/bcrypt");

// The real ones run; only their calls are counted.
vi.mock("@/lib/session/foreign-password", { spy: true });
vi.mock("@node-rs/bcrypt", { spy: true });

beforeEach(() => void vi.clearAllMocks());

describe("passwords of other systems", () => {
  it.each([...werkzeugHashes, ...bcryptHashes])("$title: the right one is right, any other is wrong", async ({ password, hash }) => {
    expect(await verifyPassword(password, hash)).toBe(true);
    for (const other of [`${password} `, password.slice(0, -1), password.toUpperCase(), "x"]) expect(await verifyPassword(other, hash)).toBe(false);
  });

  it("are compared byte for byte: the last digit counts", async () => {
    const { password, hash } = CHEAP;
    expect(await verifyPassword(password, `${hash.slice(0, -1)}b`)).toBe(false);
    expect(await verifyPassword(password, hash.replace("vSh7", "vSh8"))).toBe(false);
  });

  it("of bcrypt are the same to the fallback", async () => {
    for (const { password, hash } of bcryptHashes) expect([await verifyInWorker(password, hash), await verifyInWorker(`${password}!`, hash)]).toEqual([true, false]);
  });

  it("that bcrypt would cut are wrong, though their first 72 bytes are right", async () => {
    const hash = await native.hash("x".repeat(72), { cost: 4 });
    expect(await verifyPassword("x".repeat(72), hash)).toBe(true);
    expect(await verifyPassword("x".repeat(73), hash)).toBe(false);
  });

  it("do not hold the event loop up", async () => {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    await Promise.all(werkzeugHashes.slice(0, 4).map(({ hash }) => verifyPassword("wrong", hash)));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(20);
  });
});

describe("the work of a comparison @asvs V6.3.8", () => {
  const KINDS = ["pbkdf2:sha1:1000$", "pbkdf2:sha256:5000$", "$2b$05$"];
  const OURS = "$2b$04$abcdefghijklmnopqrstuukuUnu5ySistAdyi2ew9xaWKuJhLW5SK";

  /** The kinds of what was computed, in any order. */
  async function workFor(hash: string | null, kinds = KINDS, password = "wrong"): Promise<string[]> {
    vi.clearAllMocks();
    expect(await verifyPassword(password, hash, kinds)).toBe(false);
    const computed = [...vi.mocked(native.verify).mock.calls.map(([, known]) => String(known)), ...vi.mocked(matchesForeign).mock.calls.map(([, known]) => known)];
    return computed.map((known) => kindOf(known)?.text ?? known).sort();
  }

  it("is that of each kind once, for nobody, for somebody new and for somebody from elsewhere", async () => {
    const everything = [...KINDS, ourKind()].sort();
    for (const hash of [null, OURS, CHEAP.hash, bcryptHashes[2]?.hash.replace("$2y$", "$2b$") ?? ""]) expect(await workFor(hash)).toEqual(everything);
  });

  it("is the same for a password that bcrypt would cut", async () => {
    const long = "x".repeat(100);
    expect(await workFor(null, KINDS, long)).toEqual(await workFor(CHEAP.hash, KINDS, long));
  });

  it("is one comparison where nobody brought anything", async () => {
    expect([await workFor(null, []), await workFor(OURS, [])]).toEqual([[ourKind()], [ourKind()]]);
  });

  it("does not say yes for nobody, whatever the kinds", async () => {
    for (const { password } of werkzeugHashes) expect(await verifyPassword(password, null, ["pbkdf2:sha1:1000$"])).toBe(false);
  });
});
