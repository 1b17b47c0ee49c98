// Runs before the first paint.
(function () {
  var chosen = "auto";
  try {
    chosen = localStorage.getItem("vestibule_color_scheme") || "auto";
  } catch (error) {
    // Storage is forbidden: follow the system.
  }
  var dark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
