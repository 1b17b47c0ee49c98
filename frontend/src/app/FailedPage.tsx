import { useEffect, useState, type ComponentType } from "react";

import { useTexts } from "@/shared/i18n/texts";
import { AuthCard } from "@/shared/ui/AuthCard";

import { ErrorPage } from "./ErrorPage";
import { appTexts } from "./texts";

type Load = () => Promise<ComponentType>;

/** Stands in for a page that could not be fetched; once the network is back, fetches and shows it. */
export function failedPage(load: Load): ComponentType {
  return function FailedPage() {
    const { offline } = useTexts(appTexts);
    const [wasOffline] = useState(() => !navigator.onLine);
    const [Page, setPage] = useState<ComponentType | null>(null);

    useEffect(() => {
      if (!wasOffline) return;
      // Some browsers remember that a script could not be fetched, and try again only in a new document.
      const retry = () => {
        load().then(
          (page) => setPage(() => page),
          () => location.reload(),
        );
      };
      window.addEventListener("online", retry, { once: true });
      return () => window.removeEventListener("online", retry);
    }, [wasOffline]);

    if (Page !== null) return <Page />;
    return wasOffline ? <AuthCard title={offline.title} lead={offline.lead} /> : <ErrorPage />;
  };
}
