// Which browsers the pages are for, and what is too new for them.
import css from "@eslint/css";
import compat from "eslint-plugin-compat";
import es from "eslint-plugin-es-x";

const browsers = [
  "ios_saf >= 15.4", "safari >= 15.4", "samsung >= 20", "chrome >= 109", "and_chr >= 109", "edge >= 109", "firefox >= 115",
];

// Newer, or not everywhere, and there for those that have it: the page is whole without.
const graceful = {
  allowProperties: [
    "accent-color", "content-visibility", "font-synthesis-style", "forced-color-adjust", "mix-blend-mode", "outline", "paint-order",
    "text-size-adjust", "text-wrap", "user-select", "resize",
  ],
  allowPropertyValues: { "break-after": ["avoid"], "font-family": ["ui-monospace"] },
  allowAtRules: ["page"],
  allowMediaConditions: ["scripting", "forced-colors"],
  // Firefox has it from 121 on; elsewhere it is old enough.
  allowSelectors: ["has", "fullscreen"],
};

export default [
  { ignores: ["**/katex/**"] },
  {
    files: ["**/*.css"],
    plugins: { css },
    language: "css/css",
    rules: {
      "css/use-baseline": ["error", { available: 2022, ...graceful }],
      // It does not look into variables.
      "no-restricted-syntax": ["error", ...["Rule", "Atrule[name!='supports']"].map((rule) => ({
        selector: `StyleSheet > ${rule} Raw[value=/light-dark|color-mix|oklch/]`, message: "light-dark(), color-mix() and oklch() are too new",
      }))],
    },
  },
  {
    files: ["**/*.js"],
    plugins: { compat, "es-x": es },
    languageOptions: { sourceType: "script" },
    // Full screen is a button that hides itself.
    settings: { browsers, polyfills: ["document.fullscreenEnabled", "document.exitFullscreen"], "es-x": { aggressive: true } },
    rules: {
      ...es.configs["flat/restrict-to-es2022"].rules,
      // These are told by name alone, and arrays have the same ones; and all these browsers have `findLast`.
      ...Object.fromEntries(Object.keys(es.rules).filter((name) => name.startsWith("no-iterator-")).map((name) => [`es-x/${name}`, "off"])),
      "es-x/no-array-prototype-findlast-findlastindex": "off",
      // Safari before 16.4 stops at the whole script.
      "es-x/no-regexp-lookbehind-assertions": "error",
      "compat/compat": "error",
      "no-restricted-properties": ["error", ...["checkVisibility", "showPopover", "togglePopover", "scrollIntoViewIfNeeded"].map((property) => ({ property }))],
    },
  },
];
