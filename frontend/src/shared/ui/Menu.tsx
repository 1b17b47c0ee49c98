import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";

import { CheckIcon } from "./icons";
import classes from "./Menu.module.css";

type MenuProps = {
  /** The button's name for assistive technology. */
  label: string;
  trigger: ReactNode;
  /** Above the choices; not one of them. */
  header?: ReactNode;
  testId?: string;
  children: ReactNode;
};

const STEPS: Partial<Record<string, (index: number, count: number) => number>> = {
  ArrowDown: (index, count) => (index + 1) % count,
  ArrowUp: (index, count) => (index - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/**
 * A button that opens a menu (ARIA APG, menu button pattern). Our own, because Mantine's brings a positioning engine
 * of 20 kB into the first load of every page.
 */
export function Menu({ label, trigger, header, testId, children }: MenuProps) {
  const [isOpen, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [menuId, headerId] = [useId(), useId()];

  useEffect(() => {
    if (!isOpen) return;
    const items = itemsOf(list.current);
    (items.find((item) => item.getAttribute("aria-checked") === "true") ?? items[0])?.focus();
    const closeOutside = (event: Event) => {
      if (!place.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", closeOutside);
    document.addEventListener("focusin", closeOutside);
    return () => {
      document.removeEventListener("pointerdown", closeOutside);
      document.removeEventListener("focusin", closeOutside);
    };
  }, [isOpen]);

  function close() {
    setOpen(false);
    button.current?.focus();
  }

  function move(event: KeyboardEvent) {
    if (event.key === "Escape") close();
    if (event.key === "Tab") setOpen(false);
    const items = itemsOf(list.current);
    const step = STEPS[event.key];
    if (step === undefined || items.length === 0) return;
    event.preventDefault();
    items[step(items.indexOf(document.activeElement as HTMLElement), items.length)]?.focus();
  }

  function open(event: KeyboardEvent) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    setOpen(true);
  }

  return (
    <div className={classes.place} ref={place}>
      <button
        ref={button}
        type="button"
        className={classes.trigger}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? menuId : undefined}
        data-testid={testId}
        onClick={() => setOpen(!isOpen)}
        onKeyDown={open}
      >
        {trigger}
      </button>
      {isOpen && (
        <div className={classes.panel}>
          {header && <div id={headerId}>{header}</div>}
          {/* Each choice closes the menu, whatever else it does; keys reach it by focus. */}
          {/* eslint-disable-next-line jsx-a11y/interactive-supports-focus */}
          <div
            ref={list}
            id={menuId}
            role="menu"
            aria-label={label}
            aria-describedby={header ? headerId : undefined}
            onClick={close}
            onKeyDown={move}
          >
            {children}
          </div>
        </div>
      )}
    </div>
  );
}

type MenuItemProps = {
  onSelect: () => void;
  /** Whether this is the present choice, in a menu with one choice. */
  checked?: boolean;
  lang?: string;
  children: ReactNode;
};

export function MenuItem({ onSelect, checked, lang, children }: MenuItemProps) {
  return (
    <button
      type="button"
      className={classes.item}
      role={checked === undefined ? "menuitem" : "menuitemradio"}
      aria-checked={checked}
      tabIndex={-1}
      lang={lang}
      onClick={onSelect}
    >
      {checked !== undefined && <span className={classes.mark}>{checked && <CheckIcon />}</span>}
      <span>{children}</span>
    </button>
  );
}

function itemsOf(list: HTMLElement | null): HTMLElement[] {
  return Array.from(list?.querySelectorAll<HTMLElement>("[role^='menuitem']") ?? []);
}
