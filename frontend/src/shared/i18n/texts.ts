import { use } from "react";

import type { Language } from "./language";
import { useLanguage } from "./LanguageContext";

type Loaders<Texts> = Record<Language, () => Promise<{ texts: Texts }>>;

/** The sets that some page has used, which a change of language has to load. */
const usedSets = new Set<TextSet<unknown>>();

/** The texts of one feature: a module per language, fetched with the first page that shows them. */
export class TextSet<Texts> {
  readonly #loaders: Loaders<Texts> | null;
  readonly #loaded = new Map<Language, Texts>();
  readonly #pending = new Map<Language, Promise<Texts>>();

  constructor(loaders: Loaders<Texts> | null) {
    this.#loaders = loaders;
  }

  /** The texts, if they have been loaded. */
  get(language: Language): Texts | undefined {
    return this.#loaded.get(language);
  }

  /** Take texts that were fetched together with others. */
  provide(language: Language, texts: Texts): void {
    this.#loaded.set(language, texts);
  }

  /** Fetch the texts once; a failed fetch is tried again by the next call. */
  load(language: Language): Promise<Texts> {
    usedSets.add(this);
    const pending = this.#pending.get(language) ?? this.#fetch(language);
    this.#pending.set(language, pending);
    return pending;
  }

  async #fetch(language: Language): Promise<Texts> {
    if (this.#loaders === null) throw new Error("These texts were not provided.");
    try {
      const { texts } = await this.#loaders[language]();
      this.#loaded.set(language, texts);
      return texts;
    } catch (error) {
      this.#pending.delete(language);
      throw error;
    }
  }
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
  return set.get(language) ?? use(set.load(language));
}
