import type { FileAnswer } from "@/lib/file-answer";
import { log } from "@/lib/log";
import { answerHeaders } from "./respond";

/** A file as a download: sent as it is made, each piece when the client has taken the one before. */
export function respondFile(request: Request, requestId: string, file: FileAnswer, headers?: Record<string, string>): Response {
  const body = request.method === "HEAD" ? null : streamOf(file.pieces, requestId);
  return new Response(body, {
    headers: {
      ...answerHeaders(request, requestId),
      ...headers,
      "content-type": file.contentType,
      "content-disposition": `attachment; filename="${file.filename}"`,
      "cache-control": "no-store",
    },
  });
}

/** What fails on the way breaks the answer off: a client sees that it is not whole. */
function streamOf(pieces: AsyncIterable<string>, requestId: string): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await iterator.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (error) {
        log.error("answer.broken_off", { requestId, error });
        controller.error(error);
      }
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}
