import { Fault } from "@/shared/faults/Fault";
import type { FaultInfo } from "@/shared/faults/faults";

import { Notice } from "./Notice";

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
