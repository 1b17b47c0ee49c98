import type { Plugin } from "vite";

type Edit = { modules: RegExp; from: RegExp; to: string };

const ROUTER = /\/react-router\/dist\/production\//;

/** Statements that keep what the app never uses, because for all the bundler knows they have an effect. */
const EDITS: Edit[] = [
  // Its own `Form`, `NavLink` and contexts.
  { modules: ROUTER, from: /(?<= = )(?=React\d+\.(?:forwardRef|createContext)\()/g, to: "/* @__PURE__ */ " },
  // Names for React's developer tools.
  { modules: ROUTER, from: /^\w+\.displayName = "[^"]*";$/gm, to: "" },
  { modules: /\/@mantine\/core\/esm\/components\//, from: /^\w+\.displayName = "[^"]*";$/gm, to: "" },
  // `Button.Group` is ButtonGroup; ESLint refuses the first name, which is not in the build.
  {
    modules: /\/@mantine\/core\/esm\/components\/(?:Button|ActionIcon|Input)\//,
    from: /^\w+\.(?:Group|GroupSection|Placeholder) = \w+;$/gm,
    to: "",
  },
  // Vite's own: `modulePreload` and `cssCodeSplit` are off, so that there is nothing to preload before an import.
  { modules: /^\0vite\/preload-helper\.js$/, from: /^[^]+$/, to: "export const __vitePreload = (load) => load();" },
];

/** Lets the bundler leave out of React Router and Mantine what the app does not import: 3 kB of compressed script. */
export function treeShaking(): Plugin {
  const unused = new Set(EDITS);

  function edit(code: string, { from, to }: Edit): string {
    return code.replace(from, to);
  }

  return {
    name: "tree-shaking",
    apply: "build",
    transform(code, id) {
      const edits = EDITS.filter(({ modules, from }) => modules.test(id) && code.search(from) >= 0);
      for (const applied of edits) unused.delete(applied);
      return edits.length > 0 ? { code: edits.reduce(edit, code), map: null } : null;
    },
    buildEnd(error) {
      const [{ from } = {}] = unused;
      if (!error && from) this.error(`No statement is like ${String(from)}: a library has changed.`);
    },
  };
}
