import { useSession } from "./SessionContext";

/** Keys of cached data that belongs to one user begin with this; see `forgetOtherUsers`. */
export const USER = "user";

/** The place in the cache of something that belongs to the signed-in user; null while nobody is signed in. */
export function useUserKey(name: string): readonly [typeof USER, string, string] | null {
  const { session } = useSession();
  return session.status === "signed_in" ? [USER, session.user.sub, name] : null;
}
