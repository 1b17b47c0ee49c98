import classes from "./HomePage.module.css";

const DOORS = [0, 1, 2, 3];

/** The illustration of the home page: nested doorways. */
export function HomeIllustration() {
  return (
    <svg className={classes.enfilade} viewBox="0 0 320 360" aria-hidden="true" focusable="false">
      {DOORS.map((door) => {
        const inset = door * 36;
        const radius = 150 - inset;
        const left = 10 + inset;
        return (
          <path
            key={door}
            className={classes.doorway}
            style={{ fillOpacity: 0.05 + door * 0.05 }}
            d={`M${left} 350V160a${radius} ${radius} 0 0 1 ${radius * 2} 0V350z`}
          />
        );
      })}
      <path className={classes.light} d="M118 350V160a42 42 0 0 1 84 0V350z" />
      <path className={classes.floor} d="M10 350h300" />
    </svg>
  );
}
