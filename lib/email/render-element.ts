import { Fragment, isValidElement, type ReactElement, type ReactNode } from "react";

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");

/** Elements that HTML closes by itself. */
const VOID = new Set(["br", "hr", "img", "meta"]);
/** What CSS counts without a unit; other numbers are pixels, as in React. */
const UNITLESS = new Set(["fontWeight", "lineHeight"]);

type Props = Record<string, unknown> & { children?: ReactNode };

const hyphenated = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const styleText = (style: Record<string, string | number>): string =>
  Object.entries(style)
    .map(([name, value]) => `${hyphenated(name)}:${typeof value === "number" && value !== 0 && !UNITLESS.has(name) ? `${value}px` : value}`)
    .join(";");

function attribute(tag: string, name: string, value: unknown): string {
  if (value === undefined || value === null || value === false) return "";
  if (name === "style") return ` style="${escapeHtml(styleText(value as Record<string, string | number>))}"`;
  if (typeof value !== "string" && typeof value !== "number") throw new Error(`<${tag} ${name}>: a mail takes text and numbers only`);
  return ` ${name === "className" ? "class" : name}="${escapeHtml(String(value))}"`;
}

function renderTag(tag: string, { children, ...rest }: Props): string {
  const attributes = Object.entries(rest).map(([name, value]) => attribute(tag, name, value));
  const open = `<${tag}${attributes.join("")}>`;
  return VOID.has(tag) ? open : `${open}${renderElement(children)}</${tag}>`;
}

function renderOne({ type, props }: ReactElement<Props>): string {
  if (type === Fragment) return renderElement(props.children);
  if (typeof type === "string") return renderTag(type, props);
  if (typeof type === "function") return renderElement((type as (props: Props) => ReactNode)(props));
  throw new Error("a mail is made of plain elements and function components");
}

/**
 * Static HTML of React elements, for mail: `react-dom/server` may not be imported where operations run (docs/decisions/016).
 * Every text and value is escaped. No hooks, no contexts, no promises.
 *
 * @throws Error for anything else than plain elements, fragments and function components, and for values that are no text
 */
export function renderElement(node: ReactNode): string {
  if (node === undefined || node === null || typeof node === "boolean") return "";
  if (typeof node === "string" || typeof node === "number") return escapeHtml(String(node));
  if (Array.isArray(node)) return (node as ReactNode[]).map(renderElement).join("");
  if (isValidElement<Props>(node)) return renderOne(node);
  throw new Error("a mail is made of elements, text and numbers");
}
