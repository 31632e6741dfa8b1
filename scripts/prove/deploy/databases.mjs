/** Fresh databases for a proof: on `TEST_DATABASE_URL` where that is set, otherwise on an embedded server of its own. */
import pg from "pg";
import { openEmbeddedDatabase } from "../../launch/embedded-database.mjs";

/** @param {string} home of the embedded server */
export async function openDatabases(home) {
  const given = process.env.TEST_DATABASE_URL;
  const { url, stop } = given ? { url: given, stop: async () => undefined } : await openEmbeddedDatabase(home);
  const made = [];

  async function query(database, text, values = []) {
    const client = new pg.Client({ connectionString: database });
    await client.connect();
    try {
      return (await client.query(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  return {
    query,
    async create(label) {
      const name = `gatehouse_proof_${process.pid}_${label}`;
      await query(url, `CREATE DATABASE ${name}`);
      made.push(name);
      return Object.assign(new URL(url), { pathname: `/${name}` }).href;
    },
    async close() {
      for (const name of made) await query(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await stop();
    },
  };
}
