import { useEffect, useState } from "react";

const TICK = 250;

/** Whole seconds that are left, and a way to start over. */
export function useCountdown(initialSeconds = 0): [number, (seconds: number) => void] {
  const [left, setLeft] = useState(initialSeconds);
  const [end, setEnd] = useState(() => Date.now() + initialSeconds * 1000);

  useEffect(() => {
    const tick = setInterval(() => {
      const seconds = Math.max(0, Math.ceil((end - Date.now()) / 1000));
      setLeft(seconds);
      if (seconds === 0) clearInterval(tick);
    }, TICK);
    return () => clearInterval(tick);
  }, [end]);

  const start = (seconds: number) => {
    setLeft(seconds);
    setEnd(Date.now() + seconds * 1000);
  };
  return [left, start];
}
