import { useId, type ReactNode } from "react";

import { CheckIcon } from "./icons";
import classes from "./Menu.module.css";
import { useMenu } from "./useMenu";

type MenuProps = {
  /** The button's name for assistive technology. */
  label: string;
  trigger: ReactNode;
  /** Above the choices; not one of them. */
  header?: ReactNode;
  testId?: string;
  children: ReactNode;
};

/**
 * A button that opens a menu (ARIA APG, menu button pattern). Our own, because Mantine's brings a positioning engine
 * of 20 kB into the first load of every page.
 */
export function Menu({ label, trigger, header, testId, children }: MenuProps) {
  const { place, button, list, isOpen, toggle, close, openByKey, moveByKey } = useMenu();
  const [menuId, headerId] = [useId(), useId()];

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
        onClick={toggle}
        onKeyDown={openByKey}
      >
        {trigger}
      </button>
      {isOpen && (
        <div className={classes.panel}>
          {header && <div id={headerId}>{header}</div>}
          {/* Each choice closes the menu, whatever else it does. */}
          <div
            ref={list}
            id={menuId}
            role="menu"
            tabIndex={-1}
            aria-label={label}
            aria-describedby={header ? headerId : undefined}
            onClick={close}
            onKeyDown={moveByKey}
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
