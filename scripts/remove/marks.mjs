/**
 * Lines of shared files that belong to a feature: one line that ends in the comment `feature:<name>`, or all from
 * `feature:<name> begin` to `feature:<name> end`. In any comment: `//`, `#`, `<!-- -->`.
 */

const markOf = (name) => new RegExp(`(?://|#|<!--)\\s*feature:${name}(?![\\w-])(?:\\s+(begin|end))?\\s*(?:-->)?\\s*$`);

/**
 * @param {string} text
 * @param {string} name
 * @returns {string} without the feature's lines; the same text where it has none
 * @throws Error for a block that does not end, or ends without having begun
 */
export function withoutMarked(text, name) {
  if (!text.includes(`feature:${name}`)) return text;
  const mark = markOf(name);
  const kept = [];
  let isInside = false;
  for (const line of text.split("\n")) {
    const found = mark.exec(line);
    if (found?.[1] === "begin" && isInside) throw new Error(`feature:${name} begins twice: ${line.trim()}`);
    if (found?.[1] === "end" && !isInside) throw new Error(`feature:${name} ends without having begun: ${line.trim()}`);
    if (found?.[1] === "begin") isInside = true;
    else if (found?.[1] === "end") isInside = false;
    else if (!found && !isInside) kept.push(line);
  }
  if (isInside) throw new Error(`feature:${name} begins and does not end`);
  return withoutDoubleGaps(kept, text).join("\n");
}

/** Where a block stood between two empty lines, one of them goes too. Gaps that were there before stay. */
function withoutDoubleGaps(lines, before) {
  if (/\n\n\n/.test(before)) return lines;
  return lines.filter((line, index) => line !== "" || lines[index - 1] !== "");
}
