import { describe, expect, it } from "vitest";

import { Drafts } from "./drafts";

describe("what was typed", () => {
  it("is kept field by field, for each user", () => {
    const drafts = new Drafts();
    drafts.set("ada", "name", "Ada");
    drafts.set("ada", "nickname", "Countess");
    drafts.set("bob", "name", "Bob");

    expect(drafts.of("ada")).toEqual({ name: "Ada", nickname: "Countess" });
    expect(drafts.of("bob")).toEqual({ name: "Bob" });
  });

  it("is forgotten for the user who saved it, or for all", () => {
    const drafts = new Drafts();
    drafts.set("ada", "name", "Ada");
    drafts.set("bob", "name", "Bob");

    drafts.forget("ada");
    const afterSaving = [drafts.of("ada"), drafts.of("bob")];
    drafts.clear();

    expect(afterSaving).toEqual([{}, { name: "Bob" }]);
    expect(drafts.of("bob")).toEqual({});
  });
});
