import { expect, it } from "vitest";
import { typeCheckSamples } from "../type-check-samples";

it("type-checks every sample of docs/clients/react.md", { timeout: 120_000 }, () => {
  const { samples, faults } = typeCheckSamples("docs/clients/react.md", "tsx");
  expect(faults).toEqual([]);
  expect(samples).toBe(8);
});
