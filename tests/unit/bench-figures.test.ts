import { describe, expect, it } from "vitest";
import { figuresOf, reportText, sectionText } from "../../scripts/bench/report.mjs";
import { median, overRounds, percentile, ratio } from "../../scripts/bench/statistics.mjs";

const round = (perSecond: number, p50 = 1, p99 = 2, cpuMicros = 100) => ({ perSecond, p50, p99, cpuMicros, requests: 10 });

const section = (isMet: boolean) => ({
  title: "A thing",
  note: "How it is measured.",
  at: "2026-01-01 10:00 UTC",
  rounds: { bare: [round(1000), round(500), round(800)], subject: [round(700), round(350), round(640)] },
  counts: { subject: { statements: 1, writes: 0, transactions: 0, names: ["session.resolve"], seen: [] } },
  goals: [{ goal: "≥ 0.70 of bare", measured: "0.70", isMet }],
});

describe("percentiles", () => {
  it.each([
    [[5], 0.99, 5],
    [[1, 2, 3, 4], 0.5, 2],
    [[1, 2, 3, 4], 0.99, 4],
    [Array.from({ length: 100 }, (_, index) => index + 1), 0.99, 99],
    [Array.from({ length: 1000 }, (_, index) => index + 1), 0.5, 500],
  ])("are nearest ranks", (sorted, share, expected) => {
    expect(percentile(sorted, share)).toBe(expected);
  });

  it("of nothing is no number", () => expect(percentile([], 0.5)).toBeNaN());
});

describe("rounds", () => {
  it("are summed up by medians", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(overRounds([round(1000), round(10), round(900)])).toMatchObject({ perSecond: 900, requests: 30 });
  });

  it("are compared with their neighbours, so that a slow minute slows both", () => {
    const { bare, subject } = section(true).rounds;
    expect(ratio(subject, bare, "perSecond")).toBeCloseTo(0.7);
  });
});

describe("the report", () => {
  it("states figures, ratios to the base and statements", () => {
    const [, , bare, subject] = figuresOf(section(true));
    expect(bare).toBe("| bare | 800 | 1.00 | 2.00 | 100 |  | 1.00 | 1.00 | 1.00 | 1.00 |");
    expect(subject).toBe("| subject | 640 | 1.00 | 2.00 | 100 | 1 | 0.70 | 1.00 | 1.00 | 1.00 |");
  });

  it("says of every goal whether it was met", () => {
    expect(sectionText(section(true))).toContain("| ≥ 0.70 of bare | 0.70 | met |");
    expect(sectionText(section(false))).toContain("| ≥ 0.70 of bare | 0.70 | **missed** |");
  });

  it("counts the missed at its top and carries the findings", () => {
    const text = reportText({ machine: "2 cores", date: "2026-01-01", sections: [section(true), section(false)], findings: "## Findings\n\nWhy." });
    expect(text).toContain("1 of 2 goals met, 1 missed.");
    expect(text).toContain("## Findings");
  });
});
