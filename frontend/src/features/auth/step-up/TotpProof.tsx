import { CodeProof } from "./CodeProof";

export function TotpProof() {
  return <CodeProof method="totp" />;
}
