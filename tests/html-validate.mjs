// Holds pages and pieces of pages against the HTML standard: reads [{name, html, piece}] as JSON
// on standard input, and writes [{name, line, rule, message}] for whatever is wrong.
import { readFileSync } from "node:fs";
import { HtmlValidate, StaticConfigLoader } from "html-validate";

const rules = {
  // A button without a type submits, as the standard says, and all of ours are meant to.
  "no-implicit-button-type": "off",
  // Scripts from elsewhere are held to their hash; our own files lie beside the page.
  "require-sri": ["error", { target: "crossorigin" }],
  // Lists and figures may be named, and a screen reader says the name.
  "aria-label-misuse": ["error", { allowAnyNamable: true }],
};
const presets = ["html-validate:standard", "html-validate:a11y"];
// All are held against the same rules: to put these together anew for each page took a fifth of all.
class Once extends StaticConfigLoader {
  getConfigFor(name) {
    return (this.kept ??= super.getConfigFor(name));
  }
}
const judge = (config) => new HtmlValidate(new Once(config));
const pages = judge({ root: true, extends: [...presets, "html-validate:document"], rules });
// What a piece refers to may stand in the page around it.
const pieces = judge({
  root: true,
  extends: presets,
  rules: { ...rules, "no-missing-references": "off" },
});

const faults = [];
for (const { name, html, piece } of JSON.parse(readFileSync(0, "utf8"))) {
  const report = await (piece ? pieces : pages).validateString(html, name);
  for (const { messages } of report.results)
    for (const { line, ruleId, message } of messages)
      faults.push({ name, line, rule: ruleId, message });
}
process.stdout.write(JSON.stringify(faults));
