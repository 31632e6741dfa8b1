/**
 * Files that people upload: the port, its two implementations (PostgreSQL, S3) and the re-encoding of pictures. Who may
 * put or read a file is decided by the operations that call this.
 */
import type { Tx } from "../db";

export interface NewFile {
  /** The user whose file it is (UUID). */
  ownerId: string;
  contentType: string;
  bytes: Uint8Array;
}

/** A file that has its id, and that nothing may refer to before it is kept. */
export interface StagedFile extends NewFile {
  id: string;
}

export interface FileContent extends StagedFile {
  createdAt: Date;
}

/**
 * Where new bytes go. What is there already is found through its row, wherever its bytes are, so that another choice of
 * STORAGE loses nothing.
 */
export interface FileStorage {
  /**
   * The slow half of storing, outside of any transaction. What is staged and not kept within five minutes vanishes.
   *
   * @throws AppError UNAVAILABLE (503) where the bytes cannot be brought to their place
   */
  stage(file: NewFile): Promise<StagedFile>;
  /**
   * The half that commits with the change that refers to the file.
   *
   * @throws AppError UNAVAILABLE (503) when it comes too late
   */
  keep(file: StagedFile, tx: Tx): Promise<void>;
  /** @throws AppError UNAVAILABLE (503) where the bytes cannot be reached */
  get(id: string): Promise<FileContent | null>;
  /** Commits with the transaction; bytes outside of the database follow it. Deleting what is not there is no error. */
  delete(id: string, tx: Tx): Promise<void>;
  /** The same for everything that a user (UUID) ever uploaded. */
  deleteAllOf(ownerId: string, tx: Tx): Promise<void>;
}
