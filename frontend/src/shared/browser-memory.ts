type Memory = {
  get: (key: string) => string | null;
  /** Store a text; null removes it. */
  set: (key: string, text: string | null) => void;
};

/** What this tab remembers through a reload. */
export const tabMemory = memoryIn(() => sessionStorage);

/** What every tab of the browser remembers. */
export const browserMemory = memoryIn(() => localStorage);

/** Key of the address whose last sign-in in this browser was by a passkey, which is offered at once next time. */
export const PASSKEY_EMAIL = "vestibule_passkey";

/** Where the browser forbids storage, or has no room, nothing is remembered. */
function memoryIn(storage: () => Storage): Memory {
  return {
    get: (key) => {
      try {
        return storage().getItem(key);
      } catch {
        return null;
      }
    },
    set: (key, text) => {
      try {
        if (text === null) storage().removeItem(key);
        else storage().setItem(key, text);
      } catch {
        // It is forgotten with the page.
      }
    },
  };
}
