/** The most characters of a prefix. */
const MAX_PREFIX = 16;

/** Where neither README.md nor the folder has a name with a letter of the alphabet in it. */
const NAMELESS = 'app';

/**
 * The prefix for a folder: the first line `prefix: NAME` in its README.md, else its first heading, else the folder's name.
 * Each is made valid: accents go, other characters become hyphens, and whole words at the end go until it fits.
 * @param name of the folder, made valid
 */
export function prefixFrom(readme: string, name: string): string {
  const stated = /^[ \t>*-]*`?prefix`?:[ \t]*[`"']?([a-z0-9-]+)/im.exec(readme)?.[1];
  return shortened(nameOf(stated ?? '') || nameOf(firstHeading(readme)) || name);
}

/** A name as the config takes it. @param text for example a folder's name */
export const nameFrom = (text: string): string => nameOf(text).slice(0, 100).replace(/-$/, '') || NAMELESS;

/** The text of `# Heading`, or of a line with `=====` below it, without Markdown's marks. */
function firstHeading(markdown: string): string {
  const code = /^(```|~~~)[\s\S]*?^\1/gm;
  const [, atx, setext] = /^ {0,3}#[ \t]+(.+)$|^(\S.*)\r?\n=+[ \t]*$/m.exec(markdown.replace(code, '')) ?? [];
  return (atx ?? setext ?? '')
    .replace(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<[^>]*>/g, '');
}

function nameOf(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '');
}

function shortened(name: string): string {
  if (name.length <= MAX_PREFIX) return name;
  const end = name.lastIndexOf('-', MAX_PREFIX);
  return name.slice(0, end > 0 ? end : MAX_PREFIX);
}
