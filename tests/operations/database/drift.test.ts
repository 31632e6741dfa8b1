import { expect, inject, it } from "vitest";
import { findDrift } from "@/scripts/database/check-drift";

it("the migrations lead to prisma/schema", async () => {
  expect(await findDrift(inject("serverUrl"))).toEqual([]);
});
