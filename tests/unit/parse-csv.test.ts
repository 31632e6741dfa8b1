import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvLine } from "@/lib/csv";
import { parseCsv } from "@/lib/parse-csv";

const fieldsOf = (text: string) => parseCsv(text).map(({ fields }) => fields);

describe("CSV", () => {
  it("is read as RFC 4180 has it, with line ends of any kind and a byte order mark", () => {
    expect(fieldsOf('\ufeffa,b\r\n"x, ""y""",\n\r"two\nlines",2\r3')).toEqual([["a", "b"], ['x, "y"', ""], ["two\nlines", "2"], ["3"]]);
    expect(fieldsOf("")).toEqual([]);
    expect(fieldsOf("\n\n")).toEqual([]);
    expect(fieldsOf("a,\n,b")).toEqual([["a", ""], ["", "b"]]);
    expect(fieldsOf("a,")).toEqual([["a", ""]]);
  });

  it("names the line where each record begins, and the line of what is wrong", () => {
    expect(parseCsv('a\n"1\n2"\nb').map(({ line }) => line)).toEqual([1, 2, 4]);
    for (const [text, line] of [['a\n"b', 2], ['a"b', 1], ['"a"b', 1], ['x\ny\n"a" ,b', 3]] as const) expect(() => parseCsv(text), text).toThrow(`Line ${line}:`);
  });

  it("comes back as it was written, whatever the cells hold", () => {
    const cell = fc.string().filter((text) => !/^'/.test(text));
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { maxLength: 8 }), (rows) => {
        expect(fieldsOf(rows.map(csvLine).join(""))).toEqual(rows);
      }),
    );
    expect(fieldsOf(csvLine(["=1+1", "+49 30 1234567", "\t=x", "－1", "-"]))).toEqual([["=1+1", "+49 30 1234567", "\t=x", "－1", "-"]]);
  });
});
