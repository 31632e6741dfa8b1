/**
 * Files that people upload: the port, its default on PostgreSQL, and the re-encoding of pictures. Who may put or
 * read a file is decided by the operations that call this.
 */
import type { Tx } from "../db";

export interface NewFile {
  /** The user whose file it is (UUID). */
  ownerId: string;
  contentType: string;
  bytes: Uint8Array;
}

export interface FileContent extends NewFile {
  id: string;
  createdAt: Date;
}

/**
 * Where bytes live. A store outside the database ignores `tx`; then a rolled-back change leaves a file that
 * nothing refers to, never a reference to a file that is not there.
 */
export interface FileStorage {
  /** Stores a file under a new id and returns the id. */
  put(file: NewFile, tx?: Tx): Promise<string>;
  get(id: string): Promise<FileContent | null>;
  /** Deleting what is not there is no error. */
  delete(id: string, tx?: Tx): Promise<void>;
}
