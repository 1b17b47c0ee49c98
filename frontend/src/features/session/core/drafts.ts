/** What was typed into the fields of a form, by the field's name. */
export type Draft = Readonly<Record<string, string>>;

/**
 * What users typed and have not saved yet, by user, so that it is still there when a session ends while they edit.
 * In this tab's memory only.
 */
export class Drafts {
  readonly #drafts = new Map<string, Draft>();

  of(sub: string): Draft {
    return this.#drafts.get(sub) ?? {};
  }

  set(sub: string, field: string, value: string): void {
    this.#drafts.set(sub, { ...this.of(sub), [field]: value });
  }

  forget(sub: string): void {
    this.#drafts.delete(sub);
  }

  /** Forget all of them: the user is done with this browser. */
  clear(): void {
    this.#drafts.clear();
  }
}
