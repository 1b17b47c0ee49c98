import { Stack } from "@mantine/core";
import { Suspense } from "react";

import { ProviderSignIn } from "@/features/auth/oauth/ProviderSignIn";
import { useConfig } from "@/shared/api/useConfig";
import { useTexts } from "@/shared/i18n/texts";
import { paths, withQuery } from "@/shared/paths";
import { AuthCard, CardLinks } from "@/shared/ui/AuthCard";
import { FormSkeleton } from "@/shared/ui/FormSkeleton";
import { lazyPart } from "@/shared/ui/lazy-part";
import { LinkTo } from "@/shared/ui/LinkTo";
import { QueryResult } from "@/shared/ui/QueryResult";
import { useQueryParam } from "@/shared/ui/useQueryParam";

import { signUpTexts } from "./texts";

// Fetched once the rules of the pool are there, so that the page itself shows sooner.
const SignUpForm = lazyPart(async () => (await import("./SignUpForm")).SignUpForm, <FormSkeleton lines={5} />);

/** Sign up, with the attributes that this pool requires. */
export function SignUpPage() {
  const texts = useTexts(signUpTexts);
  const next = useQueryParam("next");
  const config = useConfig();
  const isClosed = config.data?.self_sign_up === false;

  return (
    <AuthCard title={texts.title} lead={isClosed ? texts.closed : texts.lead}>
      <QueryResult queries={{ config }} lines={5}>
        {({ config }) =>
          config.self_sign_up && (
            <Stack>
              {/* Checkboxes and lists among the attributes are fetched by themselves. */}
              <Suspense fallback={<FormSkeleton lines={5} />}>
                {config.password_sign_in && <SignUpForm config={config} next={next} />}
              </Suspense>
              <ProviderSignIn next={next} />
            </Stack>
          )
        }
      </QueryResult>
      <CardLinks>
        <span>
          {texts.haveAccount} <LinkTo to={withQuery(paths.login, { next })}>{texts.signIn}</LinkTo>
        </span>
      </CardLinks>
    </AuthCard>
  );
}
