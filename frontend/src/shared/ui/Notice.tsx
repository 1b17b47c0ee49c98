import type { ReactNode, Ref } from "react";

import { AlertIcon, CheckIcon } from "./icons";
import classes from "./Notice.module.css";

type NoticeProps = { tone?: "good" | "fault"; children: ReactNode; ref?: Ref<HTMLDivElement> };

/** A sentence that is read out when it appears; a fault at once, anything else when there is a pause. */
export function Notice({ tone = "good", children, ref }: NoticeProps) {
  return (
    <div
      ref={ref}
      className={classes.notice}
      data-tone={tone}
      role={tone === "fault" ? "alert" : "status"}
      tabIndex={-1}
    >
      {tone === "fault" ? <AlertIcon /> : <CheckIcon />}
      <div className={classes.body}>{children}</div>
    </div>
  );
}
