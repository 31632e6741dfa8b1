import { createHash } from "node:crypto";
import { AwsClient } from "aws4fetch";
import { env } from "../env";
import { AppError, UNAVAILABLE } from "../errors";
import { log } from "../log";

/** For a whole exchange, body included: a request that waits longer is told 503. */
const TIMEOUT_MS = 2000;
const RETRY_AFTER_SECONDS = 5;

/** Objects of an S3-compatible bucket. Every method throws AppError UNAVAILABLE (503) where the bucket does not do it. */
export interface Bucket {
  put(key: string, contentType: string, bytes: Uint8Array): Promise<void>;
  get(key: string): Promise<Uint8Array | null>;
  /** Deleting what is not there is no error. */
  delete(key: string): Promise<void>;
}

interface Answer {
  status: number;
  bytes: Uint8Array;
  /** The service's own word for what is wrong, such as `NoSuchKey`. */
  code: string;
}

function unavailable(reason: string): AppError {
  log.error("storage.unavailable", { reason });
  return new AppError(UNAVAILABLE, { retryAfterSeconds: RETRY_AFTER_SECONDS, reason });
}

/** What to do about it, for the log: people are told no more than 503. */
function refusal({ status, code }: Answer): AppError {
  const said = `${status}${code && ` ${code}`}`;
  if (code === "NoSuchBucket") return unavailable(`S3_BUCKET does not exist at S3_ENDPOINT (${said}).`);
  if (status === 401 || status === 403) {
    return unavailable(`S3_ENDPOINT refuses S3_ACCESS_KEY_ID with S3_SECRET_ACCESS_KEY, or that key may not do this in S3_BUCKET (${said}).`);
  }
  return unavailable(`S3_ENDPOINT answered ${said}.`);
}

function addressOf(key: string): string {
  const url = new URL(env.s3Endpoint ?? "");
  if (!env.s3ForcePathStyle) url.hostname = `${env.s3Bucket}.${url.hostname}`;
  url.pathname = env.s3ForcePathStyle ? `/${env.s3Bucket}/${key}` : `/${key}`;
  return url.href;
}

async function ask(client: AwsClient, key: string, init: RequestInit): Promise<Answer> {
  try {
    const request = await client.sign(addressOf(key), init);
    const response = await fetch(request, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: "error", cache: "no-store" });
    const bytes = new Uint8Array(await response.arrayBuffer());
    const code = response.ok ? "" : (/<Code>(\w{1,60})<\/Code>/.exec(Buffer.from(bytes).toString("utf8"))?.[1] ?? "");
    return { status: response.status, bytes, code };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw unavailable(`S3_ENDPOINT does not answer (${cause instanceof Error ? cause.message || cause.name : String(cause)}).`);
  }
}

const isDone = ({ status }: Answer) => status >= 200 && status < 300;

/** The bucket of the S3_ variables, signed with AWS Signature Version 4; null while one of them is not set. */
export function openBucket(): Bucket | null {
  const { s3Endpoint, s3Bucket, s3Region: region, s3AccessKeyId: accessKeyId, s3SecretAccessKey: secretAccessKey } = env;
  if (!s3Endpoint || !s3Bucket || !region || !accessKeyId || !secretAccessKey) return null;
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: "s3", retries: 0 });
  return {
    async put(key, contentType, bytes) {
      const digest = createHash("sha256").update(bytes).digest("hex");
      const headers = { "content-type": contentType, "x-amz-content-sha256": digest };
      const answer = await ask(client, key, { method: "PUT", headers, body: new Uint8Array(bytes) });
      if (!isDone(answer)) throw refusal(answer);
    },
    async get(key) {
      const answer = await ask(client, key, { method: "GET" });
      if (answer.code === "NoSuchKey") return null;
      if (!isDone(answer)) throw refusal(answer);
      return answer.bytes;
    },
    async delete(key) {
      const answer = await ask(client, key, { method: "DELETE" });
      if (!isDone(answer) && answer.code !== "NoSuchKey") throw refusal(answer);
    },
  };
}
