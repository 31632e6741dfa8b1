import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { boundedOffset, containsPattern, COUNTED_ROWS_MAX, cutPage, decodeCursor, decodeSortCursor, encodeCursor, NEWEST_FIRST, pageFigures, windowOf } from "@/lib/pagination";

const instants = fc.date({ min: new Date("1970-01-02"), max: new Date("9999-01-01"), noInvalidDate: true });

const byName = { name: "name:asc", key: "text" } as const;
const byLogin = { name: "login:asc", key: "instant" } as const;

describe("cursors", () => {
  it("come back as they were made", () => {
    fc.assert(fc.property(instants, (at) => {
      const id = newId();
      expect(decodeCursor(encodeCursor({ at, id }))).toEqual({ at, id, counted: null });
    }));
    fc.assert(fc.property(fc.oneof(instants, fc.constant(null), fc.string({ maxLength: 254 })), fc.nat(), (at, counted) => {
      const id = newId();
      const order = at instanceof Date ? byLogin : byName;
      expect(decodeSortCursor(encodeCursor({ at, id }, counted, order), order)).toEqual({ at, id, counted });
    }));
  });

  it("are good for the order that they were made for, and for no other", () => {
    const cursor = encodeCursor({ at: "ada", id: newId() }, 7, byName);
    expect(() => decodeSortCursor(cursor, { ...byName, name: "name:desc" })).toThrow(AppError);
    expect(() => decodeCursor(cursor)).toThrow(AppError);
    expect(() => decodeSortCursor(encodeCursor({ at: new Date(5), id: newId() }, 7, byName), byName)).toThrow(AppError);
    expect(() => decodeSortCursor(encodeCursor({ at: "ada", id: newId() }, 7, byLogin), byLogin)).toThrow(AppError);
  });

  it("hold nothing that PostgreSQL would stumble over", () => {
    const bodies = [[-1, newId()], [8.64e15, newId()], [1.5, newId()], ["a\0b", newId()], ["\ud800", newId()], ["x".repeat(401), newId()], [5, "7"]];
    for (const [at, id] of bodies) {
      const cursor = Buffer.from(JSON.stringify([at, id, null, "newest"])).toString("base64url");
      expect(() => decodeSortCursor(cursor, NEWEST_FIRST), JSON.stringify(at)).toThrow(AppError);
    }
    const counts = [-1, 1.5, 1e300, "7"].map((counted) => JSON.stringify([5, newId(), counted, "newest"]));
    for (const body of counts) expect(() => decodeCursor(Buffer.from(body).toString("base64url")), body).toThrow(AppError);
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
    expect(windowOf({ ...query, page: 3 })).toEqual({ after: null, offset: 40, limit: 20, counted: null });
    const key = { at: new Date(5), id: newId() };
    expect(windowOf({ ...query, page: 3, cursor: encodeCursor(key) })).toEqual({ after: key, offset: 0, limit: 20, counted: null });
  });

  it("take the count from the cursor, but not one that was cut for one that shall be exact", () => {
    const cursor = (counted: number) => encodeCursor({ at: new Date(5), id: newId() }, counted);
    expect(windowOf({ ...query, cursor: cursor(57) })).toMatchObject({ counted: 57 });
    expect(windowOf({ ...query, cursor: cursor(57), count: "exact" })).toMatchObject({ counted: 57 });
    expect(windowOf({ ...query, cursor: cursor(COUNTED_ROWS_MAX + 1) })).toMatchObject({ counted: COUNTED_ROWS_MAX + 1 });
    expect(windowOf({ ...query, cursor: cursor(COUNTED_ROWS_MAX + 1), count: "exact" })).toMatchObject({ counted: null });
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
    expect(decodeCursor(cut.nextCursor ?? "")).toEqual({ ...rows[1], counted: null });
    expect(decodeCursor(cutPage(rows, 2, (row) => row, { counted: 3 }).nextCursor ?? "")).toMatchObject({ counted: 3 });
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
