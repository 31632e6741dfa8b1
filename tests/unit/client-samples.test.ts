import { expect, it } from "vitest";
import { typeCheckSamples } from "./type-check-samples";

it("type-checks every sample of docs/clients/javascript.md", { timeout: 120_000 }, () => {
  expect(typeCheckSamples("docs/clients/javascript.md", "ts")).toEqual({ samples: 11, faults: [] });
});
