import fc from "fast-check";
import { expect, it } from "vitest";
import { csvLine } from "@/lib/csv";

/** The cells of a line, as RFC 4180 reads them. */
function cellsOf(line: string): string[] {
  const cells: string[] = [];
  const text = line.replace(/\r\n$/, "");
  for (let at = 0; at <= text.length; at += 1) {
    const quoted = /^"((?:[^"]|"")*)"/.exec(text.slice(at));
    const plain = quoted ? null : (/^[^,]*/.exec(text.slice(at)) ?? [""]);
    cells.push(quoted ? String(quoted[1]).replaceAll('""', '"') : String(plain?.[0]));
    at += quoted ? quoted[0].length : String(plain?.[0]).length;
  }
  return cells;
}

it("writes cells that any reader gives back", () => {
  expect(csvLine(["plain", 'say "hi"', "a,b", null, undefined, 7, -7, true, { a: 1 }])).toBe('plain,"say ""hi""","a,b",,,7,-7,true,"{""a"":1}"\r\n');
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme" }), { minLength: 1, maxLength: 6 }), (values) => {
      expect(cellsOf(csvLine(values)).map((cell, index) => (cell === `'${values[index]}` ? values[index] : cell))).toEqual(values);
    }),
  );
});

it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "\u00a0@x", "\n=1"])("no cell is a formula: %j @asvs V1.2.10", (text) => {
  const [cell = ""] = cellsOf(csvLine([text]));
  expect(cell).toBe(`'${text}`);
});
