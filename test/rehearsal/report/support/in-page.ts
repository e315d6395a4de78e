/** What a test evaluates in a page, as text: the tests are compiled without the types of a browser. */

/** Opens all that is folded. */
export const OPEN_DETAILS = `for (const details of document.querySelectorAll('details')) details.open = true`;

/** By how many pixels the page is wider than its window. */
export const EXCESS_WIDTH = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

/** The levels of all headings, in order. */
export const HEADING_LEVELS = `[...document.querySelectorAll('h1, h2, h3, h4')].map(({ tagName }) => Number(tagName[1]))`;

/** Where the links of the navigation go. */
export const LINK_TARGETS = `[...document.querySelectorAll('nav a')].map((link) => link.getAttribute('href') ?? '')`;

/** The pattern of the first element that matches a selector. */
export const patternOf = (selector: string): string =>
  `getComputedStyle(document.querySelector('${selector}')).backgroundImage`;

/** The least contrast of text with the nearest background, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export const LEAST_CONTRAST = `(() => {
  const parse = (color) => (color.match(/[\\d.]+/g) ?? []).map(Number);
  const luminance = (color) => {
    const [red, green, blue] = parse(color)
      .slice(0, 3)
      .map((value) => value / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const background = (element) => {
    if (!element) return 'rgb(255, 255, 255)';
    const { backgroundColor } = getComputedStyle(element);
    return parse(backgroundColor)[3] === 0 ? background(element.parentElement) : backgroundColor;
  };
  const contrasts = [...document.querySelectorAll('body *')]
    .filter(({ childNodes }) => [...childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
    .map((element) => {
      const pair = [luminance(getComputedStyle(element).color), luminance(background(element))];
      return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    });
  return Math.min(...contrasts);
})()`;
