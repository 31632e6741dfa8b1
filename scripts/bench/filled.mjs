/** @param {string} text with names in braces @param {Record<string, string>} values for some of them */
export const filled = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));
