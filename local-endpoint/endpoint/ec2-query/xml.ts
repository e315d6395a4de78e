import { XMLParser } from 'fast-xml-parser';
import { scalarText, typedScalar } from './form';
import type { Shape } from './shape';

const NAMESPACE = 'http://ec2.amazonaws.com/doc/2016-11-15/';

/** The XML of an answer. Text is appended, not built as a tree: an answer with 500 instances has 50,000 elements. */
export function xmlOf(operation: string, requestId: string, shape: Shape, output: unknown): string {
  const parts = [
    `<?xml version="1.0" encoding="UTF-8"?>\n<${operation}Response xmlns="${NAMESPACE}">`,
    `<requestId>${requestId}</requestId>`,
  ];
  addElements(parts, shape, output);
  parts.push(`</${operation}Response>`);
  return parts.join('');
}

function addElements(parts: string[], shape: Shape, value: unknown): void {
  if (shape.kind === 'structure') {
    for (const { name, outputName, shape: member } of shape.members)
      addElement(parts, outputName, member(), (value as Record<string, unknown>)[name]);
  } else if (shape.kind === 'list') {
    for (const item of value as unknown[]) addElement(parts, 'item', shape.item(), item);
  } else parts.push(escaped(scalarText(value)));
}

function addElement(parts: string[], name: string, shape: Shape, value: unknown): void {
  if (value === undefined || value === null) return;
  parts.push(`<${name}>`);
  addElements(parts, shape, value);
  parts.push(`</${name}>`);
}

const escaped = (text: string): string =>
  text.replace(/[&<>"\r]/g, (character) => ENTITIES[character] ?? character);

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
};

const parser = new XMLParser({ parseTagValue: false, ignoreAttributes: true, trimValues: false });

/** The output of an operation from its XML. */
export function typedOutput(operation: string, shape: Shape, xml: string): unknown {
  const document = parser.parse(xml) as Record<string, unknown>;
  return valueOf(shape, document[`${operation}Response`]);
}

function valueOf(shape: Shape, element: unknown): unknown {
  const children = (typeof element === 'object' && element !== null ? element : {}) as Record<
    string,
    unknown
  >;
  if (shape.kind === 'list')
    return 'item' in children ? [children.item].flat().map((item) => valueOf(shape.item(), item)) : [];
  if (shape.kind !== 'structure') return typedScalar(shape, element);
  const present = shape.members.filter(({ outputName }) => children[outputName] !== undefined);
  return Object.fromEntries(
    present.map((member) => [member.name, valueOf(member.shape(), children[member.outputName])]),
  );
}
