/** An `InputTransformer` of a rule's target. */
export interface InputTransformer {
  /** Names → JSON paths into the event, for example `{ digest: '$.detail.image-digest' }`. */
  readonly InputPathsMap?: Readonly<Record<string, string>>;
  /** What the target gets, with `<name>` where a value goes. */
  readonly InputTemplate?: string;
}

/**
 * The input a target gets: the template with the event's values put in. Inside quotes a value is put in as text, outside
 * as JSON; a path that leads nowhere gives an empty string inside quotes and is left out as `null` outside.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function transformInput(transformer: InputTransformer, event: unknown): string {
  const values = Object.fromEntries(
    Object.entries(transformer.InputPathsMap ?? {}).map(([name, path]) => [name, valueAt(event, path)]),
  );
  return fill(transformer.InputTemplate ?? '', values, event);
}

/** The value a JSON path such as `$.detail.object.key` or `$.resources[0]` leads to. */
export function valueAt(event: unknown, path: string): unknown {
  if (!path.startsWith('$')) throw new Error(`a JSON path starts with "$", got: ${path}`);
  const steps = path.slice(1).match(/[^.[\]]+/g) ?? [];
  return steps.reduce<unknown>(
    (value, step) => (value as Record<string, unknown> | undefined)?.[step],
    event,
  );
}

function fill(template: string, values: Readonly<Record<string, unknown>>, event: unknown): string {
  let quoted = false;
  return template.replace(/\\.|"|<([\w.-]+)>/g, (token, name: string | undefined) => {
    if (token === '"') quoted = !quoted;
    if (name === undefined) return token;
    const value = name === 'aws.events.event.json' || name === 'aws.events.event' ? event : values[name];
    if (!(name in values) && value === undefined) return token;
    return quoted ? inside(value) : outside(value);
  });
}

function inside(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return JSON.stringify(text).slice(1, -1);
}

function outside(value: unknown): string {
  return value === undefined ? 'null' : JSON.stringify(value);
}
