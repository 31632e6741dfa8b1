import { describe, expect, it } from "vitest";
import { z } from "zod";
import config from "@/gatehouse.config";
import { defineConfig } from "@/lib/hooks/define-config";

const field = { schema: z.string(), label: "Company", writtenBy: "owner" } as const;

describe("gatehouse.config.ts", () => {
  it("stands at the root, with whatever the product adds", () => {
    expect(config).toMatchObject({ hooks: expect.any(Object), userFields: expect.any(Object) });
  });

  it("may be empty", () => {
    expect(defineConfig({})).toEqual({ hooks: {}, userFields: {} });
  });

  it("names the hook that does not exist, and those that do", () => {
    // @ts-expect-error -- a misspelt hook would never fire
    expect(() => defineConfig({ hooks: { beforeSignUp: () => undefined } })).toThrow(/no hook beforeSignUp\. There are beforeSignup, /);
  });

  it("refuses fields that could not be", () => {
    expect(() => defineConfig({ userFields: { "Company-Name": field } })).toThrow("snake_case");
    expect(() => defineConfig({ userFields: { company: { ...field, writtenBy: "admin", atRegistration: "optional" } } })).toThrow('writtenBy has to be "owner"');
  });
});
