import fc from "fast-check";
import { createElement, type ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { renderElement } from "../../lib/email/render-element";

const Notice = ({ title, children }: { title: string; children?: ReactNode }) => (
  <section className="notice" style={{ margin: 0, fontSize: 14, lineHeight: 1.5, fontWeight: 600, backgroundColor: "#fff" }}>
    <h1>{title}</h1>
    {children}
  </section>
);

const same: [string, ReactNode][] = [
  ["text and numbers", <p key="1">one {2} {0}</p>],
  ["nothing for what React leaves out", <p key="1">{null}{undefined}{true}{false}</p>],
  ["lists and fragments", <ul key="1">{["a", "b"].map((name) => <li key={name}>{name}</li>)}<>{["c"]}</></ul>],
  ["components with children", <Notice key="1" title="Hello"><p>within</p></Notice>],
  ["elements that close themselves", <p key="1">a<br />b<hr /></p>],
  ["attributes in React's spelling", <table key="1" className="facts"><tbody><tr><td colSpan={2}>x</td></tr></tbody></table>],
  ["addresses with an ampersand", <a key="1" href="https://example.com/?a=1&b=2">go</a>],
];

// React writes the apostrophe as &#x27;, we as &#39;: the same character.
const byReact = (node: ReactNode) => renderToStaticMarkup(node).replaceAll("&#x27;", "&#39;").replaceAll("/>", ">");

describe("renderElement", () => {
  it.each(same)("writes %s as React does", (_name, node) => expect(renderElement(node)).toBe(byReact(node)));

  it("escapes texts and values as React does", () => {
    const text = `<script>"&amp;' \u2028 ü 🦊`;
    expect(renderElement(<p title={text}>{text}</p>)).toBe(`<p title="${byReact(text)}">${byReact(text)}</p>`);
  });

  it("lets no text become markup", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(renderElement(<p title={text}>{text}</p>).match(/[<>]/g)).toHaveLength(4);
      }),
    );
  });

  it.each<[string, ReactNode]>([
    ["a handler", <button key="1" onClick={() => undefined}>x</button>],
    ["raw HTML", <p key="1" dangerouslySetInnerHTML={{ __html: "<b>x</b>" }} />],
    ["an object", { a: 1 } as unknown as ReactNode],
    ["a promise", Promise.resolve("x")],
    ["an asynchronous component", createElement((async () => await Promise.resolve("x")) as unknown as () => ReactNode)],
  ])("refuses %s instead of leaving it out", (_name, node) => expect(() => renderElement(node)).toThrow(/a mail/));
});
