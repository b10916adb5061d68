// Looks at many pages with pa11y in one browser; answers what it found as JSON.
// Arguments: node_modules folder, a file of {addresses, options, browser}.
"use strict";
const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");

const [folder, told] = process.argv.slice(2);
const asked = createRequire(`${folder}/`);
const pa11y = asked("pa11y"), puppeteer = asked("puppeteer");
const { addresses, options, browser } = JSON.parse(readFileSync(told, "utf8"));

async function look(found, address) {
  const page = await found.newPage();
  try {
    const { issues } = await pa11y(address, { ...options, browser: found, page });
    return issues.map((one) => `${one.code}: ${one.context}`);
  } catch (error) {
    return [`pa11y: ${error.message}`];
  } finally {
    await page.close();
  }
}

(async () => {
  const found = await puppeteer.launch(browser);
  const all = {};
  for (const address of addresses) all[address] = await look(found, address);
  await found.close();
  process.stdout.write(JSON.stringify(all));
})();
