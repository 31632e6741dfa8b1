import { env } from "../env";
import type { FileStorage } from "./file-storage";
import { postgresStorage } from "./postgres-storage";
import { s3Storage } from "./s3-storage";

/** Where STORAGE sends new files. */
export const fileStorage = (): FileStorage => (env.storage === "s3" ? s3Storage : postgresStorage);
