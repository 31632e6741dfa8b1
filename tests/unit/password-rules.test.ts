import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BYTES_RULE, CONTEXT_RULE, classRules, contextWords, LENGTH_RULE } from "../../lib/password-rules";

describe("contextWords", () => {
  it("are the product's, the names, and each part of an address that is long enough", () => {
    expect(contextWords(["ada.lovelace@engine.example.com", "Ada", null, undefined, "Byron-King"])).toEqual([
      "gatehouse", "adalovelaceengineexamplecom", "adalovelace", "lovelace", "engine", "byronking",
    ]);
  });
});

describe("the rules", () => {
  it("judge any text without a fault", () => {
    const rules = [LENGTH_RULE, BYTES_RULE, CONTEXT_RULE, ...classRules("classes")];
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (password) => {
        for (const rule of rules) expect(typeof rule.isMet(password, contextWords([password]))).toBe("boolean");
      }),
    );
  });

  it("count bytes as Node does", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 80 }), (password) => {
        expect(BYTES_RULE.isMet(password, [])).toBe(Buffer.byteLength(password) <= 72);
      }),
    );
  });

  it("say what they ask and what to do", () => {
    for (const { asks, otherwise } of classRules("classes")) expect([asks, otherwise]).toEqual([expect.stringMatching(/^An? [a-z-]+/), expect.stringMatching(/^Add an? .*\.$/)]);
    expect(classRules("length")).toEqual([]);
  });
});
