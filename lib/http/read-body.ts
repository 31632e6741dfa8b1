/** Reads a body as its operation wants it, within its size. */
import { AppError, BAD_REQUEST, LENGTH_REQUIRED, PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE } from "@/lib/errors";

const JSON_BYTES_MAX = 1024 * 1024;
const MULTIPART_BYTES_MAX = 6 * 1024 * 1024;

/**
 * The parsed body; `{}` where there is none (old clients send `Content-Type: application/json` with nothing).
 * @throws AppError 400, 411, 413 or 415
 */
export async function readBody(request: Request, wanted: "json" | "multipart", bytesMax?: number): Promise<unknown> {
  const length = request.headers.get("content-length");
  if (length === null && request.headers.has("transfer-encoding")) throw new AppError(LENGTH_REQUIRED);
  const limit = bytesMax ?? (wanted === "json" ? JSON_BYTES_MAX : MULTIPART_BYTES_MAX);
  if (Number(length ?? 0) > limit) throw new AppError(PAYLOAD_TOO_LARGE);
  if (length === null || length === "0") return {};
  const type = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  return wanted === "json" ? readJson(request, type) : readMultipart(request, type);
}

async function readJson(request: Request, type: string): Promise<unknown> {
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength === 0) return {};
  if (type !== "application/json") throw new AppError(UNSUPPORTED_MEDIA_TYPE);
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (value !== null && typeof value === "object" && !Array.isArray(value)) return value;
  } catch {
    throw new AppError(BAD_REQUEST, { message: "The body is not valid JSON." });
  }
  throw new AppError(BAD_REQUEST, { message: "Send a JSON object." });
}

async function readMultipart(request: Request, type: string): Promise<unknown> {
  if (type !== "multipart/form-data")
    throw new AppError(UNSUPPORTED_MEDIA_TYPE, { message: "Send multipart/form-data." });
  try {
    return Object.fromEntries(await request.formData());
  } catch {
    throw new AppError(BAD_REQUEST, { message: "The form could not be read." });
  }
}
