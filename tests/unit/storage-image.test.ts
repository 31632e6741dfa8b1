import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { crc32, deflateSync } from "node:zlib";
import { MAX_IMAGE_BYTES, reencodeAvatar } from "../../lib/storage/image";
import { inImageQueue } from "../../lib/storage/image-queue";

type Format = "png" | "jpeg" | "gif" | "webp" | "tiff" | "avif";

/** Left half red, right half blue. */
async function picture(format: Format, width = 64, height = 48, orientation = 1): Promise<Buffer> {
  const right = { create: { width: width / 2, height, channels: 3 as const, background: "#0000ff" } };
  return sharp({ create: { width, height, channels: 3, background: "#ff0000" } })
    .composite([{ input: right, left: width / 2, top: 0 }])
    .withExif({ IFD0: { Artist: "canary artist", Copyright: "canary place" } })
    .withMetadata({ orientation })
    .toFormat(format)
    .toBuffer();
}

/** A PNG whose header claims `width` × `height` and which holds next to nothing. */
function emptyPng(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const frame = Buffer.alloc(8 + body.length);
    frame.writeUInt32BE(data.length, 0);
    body.copy(frame, 4);
    frame.writeUInt32BE(crc32(body) >>> 0, 4 + body.length);
    return frame;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const parts = [chunk("IHDR", header), chunk("IDAT", deflateSync(Buffer.alloc(10_000))), chunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), ...parts, Buffer.alloc(100)]);
}

const refusal = (bytes: Uint8Array) => reencodeAvatar(bytes).then(() => "accepted", (error: { code?: string }) => error.code);

describe("reencodeAvatar", () => {
  it.each(["png", "jpeg", "gif", "webp"] as const)("draws %s anew as a square WebP", async (format) => {
    const { bytes, contentType, width, height } = await reencodeAvatar(await picture(format));
    expect({ contentType, width, height }).toEqual({ contentType: "image/webp", width: 512, height: 512 });
    expect(await sharp(bytes).metadata()).toMatchObject({ format: "webp", width: 512, height: 512 });
  });

  it("strips metadata", async () => {
    const original = await picture("jpeg");
    expect(original.includes("canary artist")).toBe(true);
    const { bytes } = await reencodeAvatar(original);
    expect(Buffer.from(bytes).includes("canary")).toBe(false);
    const { exif, icc, xmp, orientation } = await sharp(bytes).metadata();
    expect({ exif, icc, xmp, orientation }).toEqual({});
  });

  it("turns a picture upright before its orientation is lost", async () => {
    const { bytes } = await reencodeAvatar(await picture("jpeg", 64, 64, 3));
    const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    const left = [...data.subarray(info.channels * 10, info.channels * 10 + 3)];
    expect(left[2]).toBeGreaterThan(200);
    expect(left[0]).toBeLessThan(60);
  });

  it("takes the first frame of an animation", async () => {
    const frame = (background: string) => sharp({ create: { width: 40, height: 40, channels: 3, background } }).png().toBuffer();
    const frames = await Promise.all(["#00ff00", "#ff0000"].map(frame));
    const gif = await sharp(frames, { join: { animated: true } }).gif().toBuffer();
    expect((await sharp(gif).metadata()).pages).toBe(2);
    const { bytes } = await reencodeAvatar(gif);
    expect((await sharp(bytes).metadata()).pages ?? 1).toBe(1);
    const [red, green] = await sharp(bytes).raw().toBuffer();
    expect(green).toBeGreaterThan(200);
    expect(red).toBeLessThan(60);
  });

  it("keeps nothing that was hidden behind the picture", async () => {
    const polyglot = Buffer.concat([await picture("png"), Buffer.from("<script>alert('canary')</script>".repeat(10))]);
    const { bytes } = await reencodeAvatar(polyglot);
    expect(Buffer.from(bytes).includes("canary")).toBe(false);
  });

  it.each(["tiff", "avif"] as const)("refuses %s", async (format) => {
    expect(await refusal(await picture(format))).toBe("UNSUPPORTED_IMAGE");
  });

  it.each([
    ["SVG", `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>1</script></svg>`],
    ["SVG behind an XML head", `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>`],
    ["HTML", "<!doctype html><title>x</title>"],
    ["PDF", "%PDF-1.7\n"],
  ])("refuses %s", async (_name, text) => {
    expect(await refusal(Buffer.from(text.padEnd(400)))).toBe("UNSUPPORTED_IMAGE");
  });

  it("refuses a picture's first bytes before something else", async () => {
    const svg = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>`.padEnd(400));
    for (const magic of ["\x89PNG\r\n\x1a\n", "\xff\xd8\xff", "GIF89a", "RIFF\0\0\0\0WEBP"]) {
      expect(await refusal(Buffer.concat([Buffer.from(magic, "latin1"), svg]))).toBe("INVALID_IMAGE");
    }
  });

  it("refuses a cut picture", async () => {
    const noise = sharp({ create: { width: 200, height: 200, channels: 3, background: "red", noise: { type: "gaussian", mean: 128, sigma: 40 } } });
    for (const whole of [await noise.clone().png().toBuffer(), await noise.clone().jpeg().toBuffer(), await noise.clone().webp().toBuffer()]) {
      expect(await refusal(whole)).toBe("accepted");
      expect(await refusal(whole.subarray(0, whole.length / 2))).toBe("INVALID_IMAGE");
    }
  });

  it("refuses a small file that claims to be enormous, without decoding it", async () => {
    const started = performance.now();
    expect(await refusal(emptyPng(50_000, 50_000))).toBe("INVALID_IMAGE");
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it("holds the limits of size", async () => {
    expect(await refusal(Buffer.alloc(0))).toBe("INVALID_IMAGE");
    expect(await refusal((await picture("png")).subarray(0, 99))).toBe("INVALID_IMAGE");
    const padded = Buffer.concat([await picture("png"), Buffer.alloc(MAX_IMAGE_BYTES)]);
    expect(await refusal(padded.subarray(0, MAX_IMAGE_BYTES))).toBe("accepted");
    expect(await refusal(padded.subarray(0, MAX_IMAGE_BYTES + 1))).toBe("FILE_TOO_LARGE");
  });
});

describe("inImageQueue", () => {
  it("runs one at a time, goes on after a failure, and refuses when too many wait", async () => {
    let running = 0;
    let most = 0;
    const work = async (index: number) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 1));
      running -= 1;
      if (index === 1) throw new Error("broken");
    };
    const results = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => inImageQueue(() => work(index))));
    expect(most).toBe(1);
    const reasons = results.map((result) => (result.status === "rejected" ? (result.reason as Error).message : "done"));
    expect(reasons[1]).toBe("broken");
    expect(reasons.filter((reason) => reason === "done")).toHaveLength(15);
    expect(results.slice(16)).toSatisfy((late: PromiseSettledResult<void>[]) =>
      late.every((result) => result.status === "rejected" && (result.reason as { code?: string }).code === "UNAVAILABLE"));
    await expect(inImageQueue(async () => "free again")).resolves.toBe("free again");
  });
});
