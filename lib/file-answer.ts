/** An answer that is a file: written piece by piece while it is sent, never held as a whole. */
export class FileAnswer {
  /**
   * @param contentType - with its charset
   * @param filename - as a browser saves it: plain ASCII
   * @param pieces - asked for one at a time, no faster than the client reads
   */
  constructor(
    readonly contentType: string,
    readonly filename: string,
    readonly pieces: AsyncIterable<string>,
  ) {}
}
