import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { boundedOffset, containsPattern, COUNTED_ROWS_MAX, cutPage, decodeCursor, encodeCursor, pageFigures, windowOf } from "@/lib/pagination";

const instants = fc.date({ min: new Date("1970-01-02"), max: new Date("9999-01-01"), noInvalidDate: true });

describe("cursors", () => {
  it("come back as they were made", () => {
    fc.assert(fc.property(instants, (at) => {
      const id = newId();
      expect(decodeCursor(encodeCursor({ at, id }))).toEqual({ at, id });
    }));
  });

  it("that nobody made are 422, whatever they hold", () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => {
      expect(() => decodeCursor(text)).toThrow(AppError);
    }));
    for (const text of ["", `1.${newId().toUpperCase()}`, `x.${newId()}`, newId()]) expect(() => decodeCursor(Buffer.from(text).toString("base64url"))).toThrow(AppError);
  });
});

describe("windows", () => {
  const query = { page: 1, per_page: 20 };

  it("begin where the page does, and a cursor wins over the page", () => {
    expect(windowOf({ ...query, page: 3 })).toEqual({ after: null, offset: 40, limit: 20 });
    const key = { at: new Date(5), id: newId() };
    expect(windowOf({ ...query, page: 3, cursor: encodeCursor(key) })).toEqual({ after: key, offset: 0, limit: 20 });
  });

  it("end at row 10,000", () => {
    expect(boundedOffset(COUNTED_ROWS_MAX - 1, "offset")).toBe(9999);
    expect(() => boundedOffset(COUNTED_ROWS_MAX, "offset")).toThrow(AppError);
    expect(() => windowOf({ ...query, page: 501 })).toThrow(AppError);
  });

  it("give a cursor only where there is more", () => {
    const rows = [1, 2, 3].map((at) => ({ at: new Date(at), id: newId() }));
    expect(cutPage(rows, 3, (row) => row)).toEqual({ shown: rows, nextCursor: null });
    const cut = cutPage(rows, 2, (row) => row);
    expect(cut.shown).toEqual(rows.slice(0, 2));
    expect(decodeCursor(cut.nextCursor ?? "")).toEqual(rows[1]);
    expect(cutPage([], 2, (row: { at: Date; id: string }) => row)).toEqual({ shown: [], nextCursor: null });
  });

  it("say an estimate only where the count was cut", () => {
    expect(pageFigures(query, 10_000, null)).toMatchObject({ total: 10_000, pages: 500 });
    expect(pageFigures(query, 10_000, null)).not.toHaveProperty("total_is_estimate");
    expect(pageFigures(query, 10_001, null)).toMatchObject({ total: 10_000, count: 10_000, total_is_estimate: true, pages: null });
    expect(pageFigures({ ...query, count: "exact" }, 123_456, null)).toMatchObject({ total: 123_456, pages: 6173 });
  });
});

describe("patterns", () => {
  it("take what LIKE would interpret literally", () => {
    expect(containsPattern("50%_of\\it")).toBe("%50\\%\\_of\\\\it%");
  });
});
