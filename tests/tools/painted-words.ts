/** What a mail program paints: each word of a mail with its colour and what is behind it, by inline styles and by those for dark mode. */

interface Paint {
  color: string;
  background: string;
}

/** What a program paints with where a mail says nothing. */
const UNSTYLED: Record<"light" | "dark", Paint> = { light: { color: "#000000", background: "#ffffff" }, dark: { color: "#ffffff", background: "#000000" } };

const declared = (style: string, property: keyof Paint): string | undefined => new RegExp(`(?:^|;)\\s*${property}:\\s*(#[0-9a-f]{6})`).exec(style)?.[1];

/** Styles of each class in the query for dark mode. */
function darkStyles(html: string): Map<string, string> {
  const query = /@media \(prefers-color-scheme:dark\)\{((?:[^{}]*\{[^{}]*\})*)/.exec(html)?.[1] ?? "";
  return new Map([...query.matchAll(/\.(\w+)\{([^}]*)\}/g)].map(([, name = "", style = ""]) => [name, style]));
}

/** @param isDark - whether the program prefers dark */
export function paintedWords(html: string, isDark: boolean): (Paint & { word: string })[] {
  const dark = darkStyles(html);
  const painted: (Paint & { word: string })[] = [];
  const stack: Paint[] = [UNSTYLED[isDark ? "dark" : "light"]];
  for (const [, closing, attributes = "", text] of html.slice(html.indexOf("<body")).matchAll(/<(\/?)\w+([^>]*)>|([^<]+)/g)) {
    const around = stack.at(-1) ?? UNSTYLED.light;
    if (text !== undefined) {
      if (text.trim()) painted.push({ ...around, word: text.trim() });
    } else if (closing) stack.pop();
    else {
      const style = /style="([^"]*)"/.exec(attributes)?.[1] ?? "";
      const override = isDark ? (dark.get(/class="(\w+)"/.exec(attributes)?.[1] ?? "") ?? "") : "";
      const of = (property: keyof Paint) => declared(override, property) ?? declared(style, property) ?? around[property];
      stack.push({ color: of("color"), background: of("background") });
    }
  }
  return painted;
}

/** WCAG 2.2, relative luminance. */
export function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2.2, contrast ratio: 4.5 is enough for text. */
export function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}
