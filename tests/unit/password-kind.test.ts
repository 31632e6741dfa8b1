import { describe, expect, it } from "vitest";
import { judgeHash } from "@/lib/features/moving-in/judge-hash";
import { fillerOf, kindOf } from "@/lib/session/password-kind";
import { bcryptHashes, werkzeugHashes } from "../factories/foreign-hashes";

const hex = (length: number) => "0".repeat(length);
const body = "abcdefghijklmnopqrstuuEwWuOdJA7FcTMDpE/FrEqlgaYAiEL/q";
const ARGON2 = "$argon2id$v=19$m=19456,t=2,p=1$bmFDbCBzYWx0IGZvciB0ZXN0$R29fz4R7kVdZEIiSdsmzZqJQdVSQX7n5SbWRSPKF2iQ";

describe("a hash's kind", () => {
  it("is what stands before its salt, and a filler of the kind is of that kind", () => {
    const kinds = [...werkzeugHashes, ...bcryptHashes].map(({ hash }) => kindOf(hash)?.text ?? "none");
    expect([...new Set(kinds)]).toEqual([
      "scrypt:32768:8:1$", "scrypt:16384:8:1$", "pbkdf2:sha256:1000000$", "pbkdf2:sha256:600000$", "pbkdf2:sha1:1000$", "pbkdf2:sha512:5000$", "pbkdf2:sha256:5000$",
      "$2a$10$", "$2b$10$", "$2y$05$", "$2a$07$",
    ]);
    for (const kind of [...kinds, "$argon2id$v=19$m=19456,t=2,p=1$"]) expect(kindOf(fillerOf(kind))?.text).toBe(kind);
    expect(kindOf(ARGON2)).toMatchObject({ scheme: "argon2", memoryKib: 19456, passes: 2, lanes: 1 });
  });

  it.each([
    "", "plain text", "$2b$10$short", `$2b$10$${body}x`, `$2x$10$${body}`, "$1$salt$hash", "md5$salt$5f4dcc3b5aa765d61d8327deb882cf99", `pbkdf2:md5:1000$s$${hex(32)}`,
    `pbkdf2:sha256:1000$s$${hex(63)}`, `pbkdf2:sha256:0$s$${hex(64)}`, `pbkdf2:sha256$s$${hex(64)}`, `scrypt:32768:8$s$${hex(128)}`, `scrypt:32768:8:1$$${hex(128)}`,
    "$argon2id$v=16$m=19456,t=2,p=1$bmFDbCBzYWx0$R29fz4R7kVdZEIiSdsmzZqJQdVSQX7n5SbWRSPKF2iQ", ` ${ARGON2}`, `${ARGON2}\n`,
  ])("is none for %j", (text) => expect(kindOf(text)).toBeNull());

  it("has no filler where it is none", () => expect(() => fillerOf("crypt:9$")).toThrow("crypt:9$"));
});

describe("a hash that somebody brings", () => {
  it("is kept as it is, but for bcrypt's other names of $2b$", async () => {
    for (const { hash } of werkzeugHashes) expect(await judgeHash(hash)).toEqual({ hash, kind: kindOf(hash)?.text });
    for (const { hash } of bcryptHashes) expect(await judgeHash(hash)).toMatchObject({ hash: `$2b$${hash.slice(4)}` });
  });

  it.each([
    [`$2x$10$${body}`, "a fault"],
    ["correct horse battery staple", "no hash"],
    [`$2b$15$${body}`, "cost 15"],
    [`$2b$99$${body}`, "no hash"],
    [`pbkdf2:sha256:1000000000$salt$${hex(64)}`, "1000000000 iterations"],
    [`pbkdf2:sha256:9999999999$salt$${hex(64)}`, "iterations"],
    [`scrypt:1073741824:8:1$salt$${hex(128)}`, "N 1073741824"],
    [`scrypt:32768:1024:1$salt$${hex(128)}`, "r 1024"],
    [`scrypt:16384:8:9999999999$salt$${hex(128)}`, "p 9999999999"],
    [`scrypt:32767:8:1$salt$${hex(128)}`, "no hash"],
    [`scrypt:1:8:1$salt$${hex(128)}`, "no hash"],
    [ARGON2.replace("m=19456", "m=4194304"), "4194304 KiB"],
    [ARGON2.replace("t=2", "t=1000000"), "1000000 passes"],
    [ARGON2.replace("m=19456", "m=4"), "no hash"],
  ])("is refused: %s", async (hash, reason) => {
    const judged = await judgeHash(hash);
    expect("refusal" in judged ? judged.refusal : "kept").toContain(reason);
  });
});
