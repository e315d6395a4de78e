import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { HtmlRenderer } from '../../../../rehearsal/report/html/html';
import { CHROMIUM, CHROMIUM_ARGUMENTS } from '../support/chromium';
import {
  EXCESS_WIDTH,
  HEADING_LEVELS,
  LEAST_CONTRAST,
  LINK_TARGETS,
  OPEN_DETAILS,
  patternOf,
} from '../support/in-page';
import { playRehearsal } from '../support/rehearsal-events';

/** Left out by name where there is no Chromium: apt-get install chromium. */
const inBrowser = CHROMIUM === undefined ? test.skip : test;

let folder: string;
let browser: Browser | undefined;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'page-'));
  playRehearsal([new HtmlRenderer((page) => writeFileSync(join(folder, 'page.html'), page))]);
  if (CHROMIUM) browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_ARGUMENTS });
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** Opens the page; collects what it asks for and what the browser complains of. */
async function open(
  options: BrowserContextOptions = {},
): Promise<{ page: Page; requests: string[]; problems: string[] }> {
  const context = await (browser as Browser).newContext({
    viewport: { width: 1_200, height: 800 },
    ...options,
  });
  const page = await context.newPage();
  const [requests, problems]: [string[], string[]] = [[], []];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(pathToFileURL(join(folder, 'page.html')).href);
  return { page, requests, problems };
}

inBrowser('the page loads nothing but itself, and the browser complains of nothing', async () => {
  const { page, requests, problems } = await open();
  expect(requests.filter((url) => !url.startsWith('data:'))).toHaveLength(1);
  expect(problems).toEqual([]);
  expect(await page.title()).toBe('Rehearsal of pipelines.yaml');
});

inBrowser('a release shows its actions and its traffic where they are on its clock', async () => {
  const { page } = await open();
  const release = page.locator('.release').first();
  const box = async (selector: string, index = 0) => {
    const found = await release.locator(selector).nth(index).boundingBox();
    if (!found) throw new Error(`${selector} is not shown`);
    return found;
  };
  const [track, source, deploy] = [await box('.track'), await box('.bar'), await box('.bar', 1)];
  expect(source.x).toBeCloseTo(track.x + 0.1 * track.width, 0); // 30 s of 300 s
  expect(deploy.x).toBeCloseTo(track.x + 0.2 * track.width, 0);
  expect(deploy.width).toBeCloseTo(0.5 * track.width, 0);
  const [blue, green] = [
    await box('.column:nth-child(2) .series0'),
    await box('.column:nth-child(2) .series1'),
  ];
  expect(blue.height).toBeCloseTo(9 * green.height, -1); // 90 % and 10 %
  expect(await release.locator('.column').count()).toBe(3);
});

inBrowser('what the bars show is text, too', async () => {
  const { page } = await open();
  const release = page.locator('.release').first();
  expect(await release.locator('.actions').innerText()).toMatch(
    /Deploy \/ Deploy ✓ Succeeded 2 min 30 s from 6:30/,
  );
  await release.getByText('Traffic as a table').click();
  expect(await release.locator('tbody tr').allInnerTexts()).toEqual([
    '7:00\t100 %\t0 %',
    '8:00\t90 %\t10 %',
    '8:30\t0 %\t100 %',
  ]);
});

inBrowser('statuses and target groups differ by more than colour', async () => {
  const { page } = await open();
  const patterns = await Promise.all(
    ['.bar.succeeded', '.bar.failed', '.swatch.series0', '.swatch.series1'].map((selector) =>
      page.evaluate<string>(patternOf(selector)),
    ),
  );
  expect(new Set(patterns.slice(0, 2)).size).toBe(2);
  expect(new Set(patterns.slice(2)).size).toBe(2);
});

describe.each(['light', 'dark'] as const)('in a %s scheme', (colorScheme) => {
  inBrowser.each([320, 412, 1_200])(
    'a window of %d pixels shows the page without scrolling sideways',
    async (width) => {
      const { page } = await open({ colorScheme, viewport: { width, height: 800 } });
      await page.evaluate(OPEN_DETAILS);
      expect(await page.evaluate(EXCESS_WIDTH)).toBe(0);
    },
  );

  inBrowser('text has a contrast of 4.5 to 1 or more', async () => {
    const { page } = await open({ colorScheme });
    await page.evaluate(OPEN_DETAILS);
    expect(await page.evaluate(LEAST_CONTRAST)).toBeGreaterThanOrEqual(4.5);
  });
});

inBrowser('headings go down one level at a time, and each link has its target', async () => {
  const { page } = await open();
  const levels = await page.evaluate<number[]>(HEADING_LEVELS);
  expect(levels[0]).toBe(1);
  for (const [index, level] of levels.slice(1).entries())
    expect(level - (levels[index] ?? 0)).toBeLessThanOrEqual(1);
  const links = await page.evaluate<string[]>(LINK_TARGETS);
  expect(links).toHaveLength(3);
  for (const link of links) expect(await page.locator(link).count()).toBe(1);
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
});
