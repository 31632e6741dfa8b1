/**
 * s3rver behind a check of its own: it stores and speaks S3, but believes every signature of version 4. The check follows
 * the AWS documentation ("Signature Calculations for the Authorization Header"), not the code that signs.
 * Arguments: directory, port, bucket, key id, secret.
 */
import { createHash, createHmac } from "node:crypto";
import S3rver from "s3rver";

const [, , directory, port, bucket, keyId, secret] = process.argv;
const AUTHORIZATION = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;

const hmac = (key, text) => createHmac("sha256", key).update(text).digest();
const sha256 = (text) => createHash("sha256").update(text).digest("hex");

/** The S3 error code of what is wrong with a request's signature; null: it is right. */
function faultOf({ method, url, headers }) {
  const [, id, date, region, names = "", given] = AUTHORIZATION.exec(headers.authorization ?? "") ?? [];
  if (!given) return "AccessDenied";
  if (id !== keyId) return "InvalidAccessKeyId";
  const signed = names.split(";");
  const isWhole = ["host", "x-amz-date", "x-amz-content-sha256"].every((name) => signed.includes(name));
  if (!isWhole) return "AccessDenied";
  const lines = signed.map((name) => `${name}:${String(headers[name]).trim()}\n`).join("");
  const canonical = [method, url, "", lines, names, headers["x-amz-content-sha256"]].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", headers["x-amz-date"], `${date}/${region}/s3/aws4_request`, sha256(canonical)].join("\n");
  const key = [region, "s3", "aws4_request"].reduce(hmac, hmac(`AWS4${secret}`, date));
  return hmac(key, toSign).toString("hex") === given ? null : "SignatureDoesNotMatch";
}

const app = new S3rver({ directory, port: Number(port), address: "127.0.0.1", silent: true, configureBuckets: [{ name: bucket }] });
app.middleware.unshift((ctx, next) => {
  const fault = faultOf(ctx.req);
  if (!fault) return next();
  ctx.status = 403;
  ctx.type = "application/xml";
  ctx.body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${fault}</Code></Error>`;
});
await app.run();
