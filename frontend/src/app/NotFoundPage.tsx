import { useTexts } from "@/shared/i18n/texts";
import { paths } from "@/shared/paths";
import { AuthCard } from "@/shared/ui/AuthCard";
import { ButtonTo } from "@/shared/ui/LinkTo";

import { appTexts } from "./texts";

export function NotFoundPage() {
  const { notFound, goHome } = useTexts(appTexts);
  return (
    <AuthCard title={notFound.title} lead={notFound.lead}>
      <ButtonTo to={paths.home}>{goHome}</ButtonTo>
    </AuthCard>
  );
}
