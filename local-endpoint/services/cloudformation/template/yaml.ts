import { parse, type CollectionTag, type ScalarTag, type Tags } from 'yaml';

/**
 * Reads YAML 1.1 (and with it JSON) with the short forms of the intrinsic functions and without timestamps.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
 */
export const parseYaml = (text: string): unknown =>
  parse(text, {
    version: '1.1',
    customTags: (tags: Tags) => [...tags.filter((tag) => !isTimestamp(tag)), ...TAGS],
  });

const isTimestamp = (tag: Tags[number]): boolean =>
  tag === 'timestamp' || (typeof tag === 'object' && tag.tag === 'tag:yaml.org,2002:timestamp');

const FUNCTIONS = [
  'And',
  'Base64',
  'Cidr',
  'Equals',
  'FindInMap',
  'GetAtt',
  'GetAZs',
  'If',
  'ImportValue',
  'Join',
  'Length',
  'Not',
  'Or',
  'Select',
  'Split',
  'Sub',
  'ToJsonString',
  'Transform',
];

const SHORT_FORMS: readonly [tag: string, key: string][] = [
  ['!Ref', 'Ref'],
  ['!Condition', 'Condition'],
  ...FUNCTIONS.map((name): [string, string] => [`!${name}`, `Fn::${name}`]),
];

const TAGS: (ScalarTag | CollectionTag)[] = SHORT_FORMS.flatMap(([tag, key]) => [
  { tag, resolve: (text: string) => ({ [key]: key === 'Fn::GetAtt' ? splitOnce(text) : text }) },
  { tag, collection: 'seq' as const, resolve: (node: Node) => wrap(key, node) },
  { tag, collection: 'map' as const, resolve: (node: Node) => wrap(key, node) },
]);

/** The attribute of `!GetAtt Resource.Outputs.Name` may hold dots itself. */
function splitOnce(text: string): string[] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}

interface Node {
  toJSON(argument?: unknown, context?: never): unknown;
}

/** A node that becomes the JavaScript object `{ key: node }`. */
function wrap(key: string, node: Node): unknown {
  return { toJSON: (_: unknown, context: never) => ({ [key]: node.toJSON(undefined, context) }) };
}
