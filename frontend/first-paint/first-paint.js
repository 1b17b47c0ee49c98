// Runs before the first paint.
(function () {
  function stored(name) {
    try {
      return localStorage.getItem(name) || "";
    } catch (error) {
      return ""; // Storage is forbidden.
    }
  }

  var scheme = stored("vestibule_color_scheme");
  var dark = scheme === "dark" || (scheme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");

  // Fetch the scripts of this page beside the app's own, which would ask for them only once it runs.
  var files = JSON.parse(document.getElementById("page-files").textContent)[location.pathname] || {};
  var tags = [stored("vestibule_language")].concat(navigator.languages).map(function (tag) {
    return tag.slice(0, 2).toLowerCase();
  });
  var language = tags.filter(function (tag) {
    return files[tag];
  })[0];
  (files[language || "en"] || []).forEach(function (file) {
    var link = document.createElement("link");
    link.rel = "modulepreload";
    link.href = file;
    document.head.appendChild(link);
  });
})();
