import { Notice } from "@/shared/ui/Notice";

import { Fault } from "./Fault";
import type { FaultInfo } from "./faults";

/** Why something was not done, announced to screen readers. Nothing without a fault. */
export function FaultNotice({ fault }: { fault: FaultInfo | null | false }) {
  return (
    fault && (
      <Notice tone="fault">
        <Fault fault={fault} />
      </Notice>
    )
  );
}
