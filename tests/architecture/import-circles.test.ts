import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { importCircles } from "./import-circles";
import { ROOT, sourceFiles } from "./source-files";

describe("imports", () => {
  it("run in no circle", () => {
    const files = sourceFiles().filter((file) => /^(app|components|lib|prisma|scripts)\/.*\.tsx?$|^\w+\.ts$/.test(file));
    expect(importCircles(ROOT, files).map((circle) => circle.join(" → "))).toEqual([]);
  });

  it("would be told of one, by way of the alias too, but not of types", () => {
    const root = mkdtempSync(join(tmpdir(), "gatehouse-circles-"));
    mkdirSync(join(root, "lib"));
    writeFileSync(join(root, "lib/a.ts"), `import { b } from "./b";\nexport const a = b;`);
    writeFileSync(join(root, "lib/b.ts"), `import { c } from "@/lib/c";\nexport const b = c;`);
    writeFileSync(join(root, "lib/c.ts"), `import { a } from "@/lib/a";\nimport type { D } from "./d";\nexport const c: D = a;`);
    writeFileSync(join(root, "lib/d.ts"), `import { c } from "./c";\nexport type D = typeof c;`);
    const files = ["a", "b", "c", "d"].map((name) => `lib/${name}.ts`);
    expect(importCircles(root, files)).toEqual([["lib/a.ts", "lib/b.ts", "lib/c.ts", "lib/a.ts"]]);
  });
});
