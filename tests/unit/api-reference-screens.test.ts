/** The reference's screens as HTML: an anchor for each operation, and nothing that the Content-Security-Policy would stop. */
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { referenceGroup, referenceGroups } from "@/app/(public)/docs/api/read-reference";
import { ReferenceGroupScreen } from "@/components/docs/reference-group-screen";
import { ReferenceIndex } from "@/components/docs/reference-index";

const groups = referenceGroups();
const screens = [
  ["the index", renderToStaticMarkup(createElement(ReferenceIndex, { signedIn: false, groups, query: "" }))] as const,
  ...groups.map(({ name }) => {
    const group = referenceGroup(name);
    return [name, group ? renderToStaticMarkup(createElement(ReferenceGroupScreen, { signedIn: true, title: group.title, operations: group.operations })) : ""] as const;
  }),
];

const all = (html: string, pattern: RegExp) => [...html.matchAll(pattern)].map(([, found = ""]) => found);
const repeated = (values: string[]) => values.filter((value, index) => values.indexOf(value) !== index);

describe.each(screens)("%s", (name, html) => {
  it("has each id and each region's name once, and links that lead somewhere", () => {
    const ids = all(html, / id="([^"]+)"/g);
    expect(repeated(ids)).toEqual([]);
    expect(repeated(all(html, /role="region" aria-label="([^"]+)"/g))).toEqual([]);
    const anchors = all(html, / href="#([^"]+)"/g);
    expect(anchors.filter((anchor) => !ids.includes(anchor))).toEqual([]);
  });

  it("brings no script, no handler and nothing from another host", () => {
    expect(all(html, /<(script|iframe|object|embed|link)\b/g)).toEqual([]);
    expect(all(html, / (on\w+)="/g)).toEqual([]);
    expect(all(html, / (?:src|href|action)="(https?:[^"]*|\/\/[^"]*|javascript:[^"]*)"/g)).toEqual([]);
  });

  it("shows what the document says of each operation", () => {
    const operations = referenceGroup(name)?.operations ?? [];
    for (const { id, path, errors } of operations) {
      expect(html).toContain(`<section id="${id}"`);
      expect(html).toContain(path);
      for (const { code } of errors) expect(html).toContain(code);
    }
    if (operations.length === 0) for (const { href } of groups.flatMap((group) => group.operations)) expect(html).toContain(`href="${href}"`);
  });
});
