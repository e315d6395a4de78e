import type { Shape } from './shape';

/**
 * A request's input with the names and types of the API reference, from its form as nested objects (`TagSpecification.1`
 * is the first of `TagSpecifications`). What the operation does not have is left out.
 */
export function typedInput(shape: Shape, form: unknown): unknown {
  if (shape.kind === 'list')
    return (Array.isArray(form) ? form : [form]).map((item) => typedInput(shape.item(), item));
  if (shape.kind !== 'structure') return typedScalar(shape, form);
  const fields = (typeof form === 'object' && form !== null ? form : {}) as Record<string, unknown>;
  const present = shape.members.filter(({ inputName }) => fields[inputName] !== undefined);
  return Object.fromEntries(
    present.map((member) => [member.name, typedInput(member.shape(), fields[member.inputName])]),
  );
}

/** A scalar of the API from its text. */
export function typedScalar({ kind }: Shape, text: unknown): unknown {
  if (kind === 'number') return Number(text);
  if (kind === 'boolean') return text === 'true';
  if (kind === 'timestamp') return new Date(String(text));
  return kind === 'blob' ? Buffer.from(String(text), 'base64') : text;
}

/** The form of a request. {@link typedInput} reads it. */
export function formOf(operation: string, version: string, shape: Shape, input: unknown): URLSearchParams {
  const form = new URLSearchParams({ Action: operation, Version: version });
  addFields(form, '', shape, input);
  return form;
}

function addFields(form: URLSearchParams, path: string, shape: Shape, value: unknown): void {
  if (value === undefined || value === null) return;
  if (shape.kind === 'structure') {
    for (const { name, inputName, shape: member } of shape.members)
      addFields(form, join(path, inputName), member(), (value as Record<string, unknown>)[name]);
  } else if (shape.kind === 'list') {
    (value as unknown[]).forEach((item, index) =>
      addFields(form, join(path, String(index + 1)), shape.item(), item),
    );
  } else form.append(path, scalarText(value));
}

const join = (path: string, name: string): string => (path ? `${path}.${name}` : name);

/** A scalar of the API as the protocol writes it. */
export function scalarText(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
