import { stripVTControlCharacters } from 'node:util';

/** An element of an XML document: its name, attributes, and elements or one text. */
export interface XmlElement {
  readonly name: string;
  /** Those that are undefined are left out. */
  readonly attributes?: Readonly<Record<string, string | number | undefined>>;
  readonly content?: readonly XmlElement[] | string;
}

/** Writes an XML 1.0 document. */
export function xmlDocument(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, '')}\n`;
}

function element({ name, attributes = {}, content = [] }: XmlElement, indent: string): string {
  const written = Object.entries(attributes)
    .filter((entry): entry is [string, string | number] => entry[1] !== undefined)
    .map(([key, value]) => ` ${key}="${attributeText(String(value))}"`);
  const start = `${indent}<${name}${written.join('')}`;
  if (content.length === 0) return `${start}/>`;
  if (typeof content === 'string') return `${start}>${xmlText(content)}</${name}>`;
  return [`${start}>`, ...content.map((child) => element(child, `${indent}  `)), `${indent}</${name}>`].join(
    '\n',
  );
}

/** Text as XML, without terminal colours and characters that XML 1.0 forbids even as references: https://www.w3.org/TR/xml/#charsets */
function xmlText(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}

/** A parser makes spaces of line breaks and tabs that are not references. */
const attributeText = (text: string): string =>
  xmlText(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
