import { Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";

import { useSession } from "@/features/session/hooks/SessionContext";
import { useTexts } from "@/shared/i18n/texts";
import { paths } from "@/shared/paths";
import { AuthCard } from "@/shared/ui/AuthCard";
import { Button } from "@/shared/ui/Button";
import { ButtonTo } from "@/shared/ui/LinkTo";
import { Notice } from "@/shared/ui/Notice";

import { signOutTexts } from "./texts";
import { useDomainSignOut } from "./useDomainSignOut";

/** Says that the session is over, and whether the server knows. */
export function Goodbye() {
  const texts = useTexts(signOutTexts);
  const { session } = useSession();
  const server = session.status === "signed_out" ? session.server : "notified";
  useDomainSignOut(server === "notified");
  const isEverywhere = session.status === "signed_out" && session.reason === "signed_out_everywhere";

  return (
    <AuthCard title={texts.title} lead={server === "notifying" ? texts.leaving : undefined}>
      <Stack>
        {server === "notified" && <Notice>{isEverywhere ? texts.everywhere : texts.lead}</Notice>}
        {server === "unreachable" && <ServerUnreachable />}
        <ButtonTo to={paths.login} look="outlined" replace>
          {texts.again}
        </ButtonTo>
      </Stack>
    </AuthCard>
  );
}

function ServerUnreachable() {
  const texts = useTexts(signOutTexts);
  const { manager } = useSession();
  const retry = useMutation({ mutationFn: manager.finishSignOut, networkMode: "always" });

  return (
    <>
      <div data-sign-out-pending>
        <Notice tone="fault">{texts.pending}</Notice>
      </div>
      <Button loading={retry.isPending} onClick={() => retry.mutate()}>
        {texts.tryAgain}
      </Button>
    </>
  );
}
