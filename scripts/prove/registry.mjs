/**
 * The proofs: what is too long for `npm test`, or a figure. Each is a program that reports through
 * scripts/prove/start-proof.mjs; it may take options of its own after `--`.
 *
 * @type {Record<string, { title: string, file: string }>}
 */
export const proofs = {
  sabotage: { title: "Guards trip", file: "scripts/prove/sabotage.mjs" },
  deploy: { title: "Runs anywhere", file: "scripts/prove/deploy.mjs" },
};
