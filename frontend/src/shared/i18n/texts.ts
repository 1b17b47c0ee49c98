import { use, useEffect, useReducer } from "react";

import type { Language } from "./language";
import { useLanguage } from "./LanguageContext";

type Loaders<Texts> = Record<Language, () => Promise<{ texts: Texts }>>;

/** A promise that exposes its result, as React leaves it on the promises that `use` has read. */
type ReadPromise<Texts> = Promise<Texts> & { status?: "fulfilled"; value?: Texts };

/** The sets that some page has used, which a change of language has to load. */
const usedSets = new Set<TextSet<unknown>>();

/** The texts of one feature: a module per language, fetched with the first page that shows them. */
export class TextSet<Texts> {
  readonly #loaders: Loaders<Texts> | null;
  readonly #promises = new Map<Language, ReadPromise<Texts>>();

  constructor(loaders: Loaders<Texts> | null) {
    this.#loaders = loaders;
  }

  /** Take texts that were fetched already. */
  provide(language: Language, texts: Texts): void {
    this.#promises.set(language, fulfilled(texts));
  }

  /** The texts, once they are there. */
  loaded(language: Language): Texts | null {
    return this.#promises.get(language)?.value ?? null;
  }

  /** Fetch the texts once; a failed fetch is tried again by the next call. */
  load(language: Language): Promise<Texts> {
    if (this.#loaders !== null) usedSets.add(this);
    const promise = this.#promises.get(language) ?? readable(this.#fetch(language));
    this.#promises.set(language, promise);
    return promise;
  }

  async #fetch(language: Language): Promise<Texts> {
    if (this.#loaders === null) throw new Error("These texts were not provided.");
    try {
      const { texts } = await this.#loaders[language]();
      return texts;
    } catch (error) {
      this.#promises.delete(language);
      throw error;
    }
  }
}

function fulfilled<Texts>(value: Texts): ReadPromise<Texts> {
  return Object.assign(Promise.resolve(value), { status: "fulfilled" as const, value });
}

/** Note the result on the promise, so that `use` does not suspend once it is there. */
function readable<Texts>(promise: ReadPromise<Texts>): ReadPromise<Texts> {
  promise.then(
    (value) => Object.assign(promise, { status: "fulfilled", value }),
    () => undefined,
  );
  return promise;
}

/**
 * Declare a feature's texts, which are strings or functions of what they contain, the same in every language. Without
 * loaders, somebody has to provide them.
 */
export function defineTexts<Texts>(loaders?: Loaders<Texts>): TextSet<Texts> {
  return new TextSet(loaders ?? null);
}

export async function loadTexts(sets: Iterable<TextSet<unknown>>, language: Language): Promise<void> {
  await Promise.all(Array.from(sets, (set) => set.load(language)));
}

/** Load what the pages so far have used, so that they can be shown in another language at once. */
export function loadUsedTexts(language: Language): Promise<void> {
  return loadTexts(usedSets, language);
}

/** The texts of a feature in the reader's language. Suspends while they are being fetched. */
export function useTexts<Texts>(set: TextSet<Texts>): Texts {
  const { language } = useLanguage();
  return use(set.load(language));
}

/** Texts that a page may do without: null until they are there. */
export function useLateTexts<Texts>(set: TextSet<Texts>): Texts | null {
  const { language } = useLanguage();
  const [, showThem] = useReducer((count: number) => count + 1, 0);
  const texts = set.loaded(language);
  const isMissing = texts === null;

  useEffect(() => {
    if (isMissing) set.load(language).then(showThem, () => undefined);
  }, [isMissing, language, set]);

  return texts;
}
