import { afterEach, describe, expect, it, vi } from "vitest";
import { judgeHash } from "@/lib/features/moving-in/judge-hash";
import { verifyPassword } from "@/lib/session/password";

/** The README of the reference implementation: `echo -n "password" | ./argon2 somesalt -t 2 -m 16 -p 4 -l 24`. */
const README = "$argon2i$v=19$m=65536,t=2,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b+dWRWJTmaaJObG";

afterEach(() => {
  vi.doUnmock("@node-rs/argon2");
  vi.resetModules();
});

describe("argon2", () => {
  it("is compared where a binding is installed", async () => {
    expect(await verifyPassword("password", README)).toBe(true);
    expect(await verifyPassword("Password", README)).toBe(false);
    expect(await judgeHash(README)).toEqual({ hash: README, kind: "$argon2i$v=19$m=65536,t=2,p=4$" });
  });

  it("of any variant, as the binding makes it", async () => {
    const { hash } = await import("@node-rs/argon2");
    // Argon2d, Argon2i, Argon2id: a const enum, which a module alone cannot read.
    for (const algorithm of [0, 1, 2]) {
      const made = await hash("пароль 🦊", { algorithm, memoryCost: 1024, timeCost: 2, parallelism: 1 });
      expect([await verifyPassword("пароль 🦊", made), await verifyPassword("пароль", made)]).toEqual([true, false]);
    }
  });

  it("without one leaves the account without a password, says what to install, and signs nobody in", async () => {
    vi.resetModules();
    vi.doMock("@node-rs/argon2", () => {
      throw new Error("Cannot find package '@node-rs/argon2'");
    });
    const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const fresh = await import("@/lib/features/moving-in/judge-hash");
    expect(await fresh.judgeHash(README)).toEqual({ refusal: expect.stringContaining("Install @node-rs/argon2") as string });
    expect(await (await import("@/lib/session/password")).verifyPassword("password", README)).toBe(false);
    expect(JSON.stringify(stderr.mock.calls)).toContain("password.no-argon2");
    stderr.mockRestore();
  });
});
