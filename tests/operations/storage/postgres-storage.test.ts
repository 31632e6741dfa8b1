import { describe, expect, it } from "vitest";
import { prisma } from "@/lib/db";
import { newId } from "@/lib/ids";
import { postgresStorage } from "@/lib/storage/postgres-storage";

describe("postgresStorage", () => {
  const file = { ownerId: newId(), contentType: "image/webp", bytes: new Uint8Array([0, 255, 10, 13, 39, 92]) };

  it("gives back the same bytes, and nothing once deleted", async () => {
    const staged = await postgresStorage.stage(file);
    await postgresStorage.keep(staged, prisma);
    const { id } = staged;
    const stored = await postgresStorage.get(id);
    expect(stored).toMatchObject({ id, ownerId: file.ownerId, contentType: "image/webp" });
    expect([...(stored?.bytes ?? [])]).toEqual([...file.bytes]);
    await postgresStorage.delete(id, prisma);
    await postgresStorage.delete(id, prisma);
    expect(await postgresStorage.get(id)).toBeNull();
    expect(await postgresStorage.get("../../etc/passwd")).toBeNull();
  });

  it("takes part in the caller's transaction", async () => {
    await expect(
      prisma.$transaction(async (tx) => {
        await postgresStorage.keep(await postgresStorage.stage(file), tx);
        throw new Error("rolled back");
      }),
    ).rejects.toThrow("rolled back");
    expect(await prisma.storedFile.count()).toBe(0);
  });
});
