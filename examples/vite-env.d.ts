/** What Vite puts into a build from the environment. Without vite/client, whose modules would be the whole repository's. */
interface ImportMetaEnv {
  /** The API's address. Default: http://localhost:3000, where `npm run dev` has it. */
  readonly VITE_API_BASE_URL?: string;
}

interface ImportMeta {
  readonly env: ImportMetaEnv;
}
