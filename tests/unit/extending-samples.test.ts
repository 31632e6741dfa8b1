import { expect, it } from "vitest";
import { typeCheckSamples } from "./type-check-samples";

it("type-checks every sample of docs/extending.md", { timeout: 120_000 }, () => {
  expect(typeCheckSamples("docs/extending.md", "ts")).toEqual({ samples: 4, faults: [] });
});
