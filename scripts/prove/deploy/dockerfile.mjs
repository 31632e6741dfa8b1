/** Reads what this repository's Dockerfile says. Instructions that are not known here are an error, never skipped. */

/** @typedef {{ keyword: string, text: string }} Instruction */
/** @typedef {{ base: string, name: string | undefined, instructions: Instruction[] }} Stage */

const KNOWN = new Set(["WORKDIR", "ENV", "COPY", "RUN", "USER", "EXPOSE", "HEALTHCHECK", "STOPSIGNAL", "CMD"]);

/** @param {string} text @returns {Stage[]} */
export function parseDockerfile(text) {
  const lines = text.replace(/\\\n/g, " ").split("\n").map((line) => line.trim());
  const stages = [];
  for (const line of lines.filter((entry) => entry !== "" && !entry.startsWith("#"))) {
    const [, keyword = "", rest = ""] = /^([A-Za-z]+)\s+(.*)$/.exec(line) ?? [];
    if (keyword === "FROM") {
      const [, base = "", name] = /^(\S+)(?:\s+AS\s+(\S+))?$/i.exec(rest) ?? [];
      stages.push({ base, name, instructions: [] });
    } else {
      if (!KNOWN.has(keyword)) throw new Error(`The Dockerfile says ${keyword}, which the proof does not know.`);
      const stage = stages.at(-1);
      if (!stage) throw new Error("The Dockerfile does not begin with FROM.");
      stage.instructions.push({ keyword, text: rest });
    }
  }
  return stages;
}

/** `ENV A=1 B=2` @returns {Record<string, string>} */
export const readEnv = (text) => Object.fromEntries([...text.matchAll(/(\w+)=("[^"]*"|\S*)/g)].map(([, name, value]) => [name, value.replace(/^"|"$/g, "")]));

/** @returns {{ from: string | undefined, sources: string[], target: string }} */
export function readCopy(text) {
  const words = text.split(/\s+/);
  const from = words.find((word) => word.startsWith("--from="))?.slice(7);
  const paths = words.filter((word) => !word.startsWith("--"));
  return { from, sources: paths.slice(0, -1), target: paths.at(-1) ?? "" };
}

/** The last `CMD` of a stage, or the one of its HEALTHCHECK. @returns {string[]} */
export function readCommand(stage, keyword) {
  const text = stage.instructions.findLast((instruction) => instruction.keyword === keyword)?.text ?? "";
  return JSON.parse(/(\[.*\])\s*$/.exec(text)?.[1] ?? "[]");
}
