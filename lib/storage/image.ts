import sharp from "sharp";
import { AppError, defineError } from "../errors";
import { log } from "../log";
import { inImageQueue } from "./image-queue";

export const FILE_TOO_LARGE = defineError("FILE_TOO_LARGE", 413, "This picture is larger than 5 MB.");
export const UNSUPPORTED_IMAGE = defineError("UNSUPPORTED_IMAGE", 415, "Choose a PNG, JPEG, GIF or WebP picture.");
export const INVALID_IMAGE = defineError("INVALID_IMAGE", 422, "This picture could not be read. Try another one.");

export const MAX_IMAGE_BYTES = 5 * 1024 * 1024;
export const MIN_IMAGE_BYTES = 100;
/** Width times height before anything is decoded: a small file may claim to be enormous. */
export const MAX_IMAGE_PIXELS = 40_000_000;
const AVATAR_EDGE = 512;
const TIMEOUT_SECONDS = 10;

export interface EncodedImage {
  bytes: Uint8Array;
  contentType: "image/webp";
  width: number;
  height: number;
}

const LOADERS = {
  png: "VipsForeignLoadPngBuffer",
  jpeg: "VipsForeignLoadJpegBuffer",
  gif: "VipsForeignLoadNsgifBuffer",
  webp: "VipsForeignLoadWebpBuffer",
} as const;

// The library reads some twenty formats; the parsers of those we do not accept are never reached, even by a bug here.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({ operation: Object.values(LOADERS) });
sharp.concurrency(1);
sharp.cache(false);

/** The format by its first bytes; a name or a Content-Type proves nothing. */
function sniff(bytes: Uint8Array): keyof typeof LOADERS | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 12)).toString("latin1");
  if (head.startsWith("\x89PNG\r\n\x1a\n")) return "png";
  if (head.startsWith("\xff\xd8\xff")) return "jpeg";
  if (head.startsWith("GIF87a") || head.startsWith("GIF89a")) return "gif";
  if (head.startsWith("RIFF") && head.slice(8, 12) === "WEBP") return "webp";
  return null;
}

async function encode(bytes: Uint8Array): Promise<EncodedImage> {
  const { data, info } = await sharp(bytes, { failOn: "error", limitInputPixels: MAX_IMAGE_PIXELS, pages: 1 })
    .timeout({ seconds: TIMEOUT_SECONDS })
    .autoOrient()
    .resize(AVATAR_EDGE, AVATAR_EDGE, { fit: "cover" })
    .webp({ quality: 82 })
    .toBuffer({ resolveWithObject: true });
  return { bytes: data, contentType: "image/webp", width: info.width, height: info.height };
}

/**
 * Decodes an uploaded picture and draws it anew: 512 × 512 WebP, upright, first frame, without metadata or
 * anything else that was hidden in the file.
 *
 * @throws AppError FILE_TOO_LARGE (413), UNSUPPORTED_IMAGE (415), INVALID_IMAGE (422: corrupt, under 100 bytes,
 * more than 40 megapixels, or too slow to decode), UNAVAILABLE (503)
 */
export async function reencodeAvatar(bytes: Uint8Array): Promise<EncodedImage> {
  if (bytes.byteLength > MAX_IMAGE_BYTES) throw new AppError(FILE_TOO_LARGE);
  if (bytes.byteLength < MIN_IMAGE_BYTES) throw new AppError(INVALID_IMAGE, { reason: "too few bytes" });
  if (!sniff(bytes)) throw new AppError(UNSUPPORTED_IMAGE);
  return inImageQueue(async () => {
    try {
      return await encode(bytes);
    } catch (error) {
      log.debug("image.refused", { error });
      throw new AppError(INVALID_IMAGE, { reason: error instanceof Error ? error.message : "not decodable" });
    }
  });
}
