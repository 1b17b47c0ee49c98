import { describe, expect, it } from "vitest";

import { FallbackStorage, MemoryStorage } from "./fallback-storage";

/** Storage that reads and removes, and takes nothing more while `isFull`. */
class LimitedStorage extends MemoryStorage {
  isFull = false;

  override setItem(key: string, value: string): void {
    if (this.isFull) throw new DOMException("full", "QuotaExceededError");
    super.setItem(key, value);
  }
}

class ForbiddenStorage extends MemoryStorage {
  override getItem(): string | null {
    throw new DOMException("forbidden", "SecurityError");
  }

  override setItem(): void {
    throw new DOMException("forbidden", "SecurityError");
  }

  override removeItem(): void {
    throw new DOMException("forbidden", "SecurityError");
  }
}

describe("storage that falls back to memory", () => {
  it("keeps in memory what a full storage refuses, and leaves no stale value for other tabs", () => {
    const limited = new LimitedStorage();
    const storage = new FallbackStorage(limited);
    storage.setItem("user_token", "old");
    limited.isFull = true;

    storage.setItem("user_token", "new");

    expect(storage.getItem("user_token")).toBe("new");
    expect(limited.getItem("user_token")).toBeNull();
  });

  it("stores again once there is room", () => {
    const limited = new LimitedStorage();
    const storage = new FallbackStorage(limited);
    limited.isFull = true;
    storage.setItem("user_token", "one");
    limited.isFull = false;

    storage.setItem("user_token", "two");

    expect(limited.getItem("user_token")).toBe("two");
    expect(storage.getItem("user_token")).toBe("two");
  });

  it("forgets what was kept in memory", () => {
    const limited = new LimitedStorage();
    limited.isFull = true;
    const storage = new FallbackStorage(limited);
    storage.setItem("user_token", "one");

    storage.removeItem("user_token");

    expect(storage.getItem("user_token")).toBeNull();
  });

  it("works where storage is forbidden", () => {
    const storage = new FallbackStorage(new ForbiddenStorage());
    storage.setItem("user_token", "one");

    expect(storage.getItem("user_token")).toBe("one");
    storage.removeItem("user_token");
    expect(storage.getItem("user_token")).toBeNull();
  });
});
