/**
 * The shape of a value in EC2's API, from the service description that its SDK client exports. In the client's data a
 * structure is `[3, namespace, name, traits, members, schemas, required]`, a list `[1, namespace, name, traits, item]`, a
 * simple type or a list of one a number or `[0, namespace, name, traits, number]`, and a member's schema may come in a pair with traits.
 */
export type Shape =
  | { readonly kind: 'structure'; readonly members: readonly ShapeMember[] }
  | { readonly kind: 'list'; readonly item: () => Shape }
  | { readonly kind: 'string' | 'number' | 'boolean' | 'timestamp' | 'blob' };

/** A member of a structure and its names in EC2's protocol. https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html */
export interface ShapeMember {
  /** In the API reference. */
  readonly name: string;
  /** In a request's form. */
  readonly inputName: string;
  /** In the XML of an answer. */
  readonly outputName: string;
  readonly shape: () => Shape;
}

/** Input and output of an operation. */
export interface OperationShapes {
  readonly input: Shape;
  readonly output: Shape;
}

const known = new Map<string, Promise<OperationShapes | undefined>>();

/**
 * Loads the client on the first call only: evaluating it takes longer than everything else an endpoint does to start.
 * @returns undefined for an operation that EC2 does not have
 */
export function operationShapes(operation: string): Promise<OperationShapes | undefined> {
  const found = known.get(operation) ?? readOperation(operation);
  known.set(operation, found);
  return found;
}

async function readOperation(operation: string): Promise<OperationShapes | undefined> {
  const client: object = await import('@aws-sdk/client-ec2');
  const schema = (client as Readonly<Record<string, unknown>>)[`${operation}$`];
  if (!Array.isArray(schema) || schema[0] !== 9) return undefined;
  return { input: shapeOf(schema[4]), output: shapeOf(schema[5]) };
}

const SIMPLE = ['string', 'number', 'boolean'] as const;
const TIMESTAMPS: readonly unknown[] = [4, 5, 6, 7];
const BLOB = 21;
/** A bit of the number of a simple type: a list of that type. */
const LIST = 64;

const shapes = new Map<unknown, Shape>();

function shapeOf(reference: unknown): Shape {
  const schema: unknown = typeof reference === 'function' ? (reference as () => unknown)() : reference;
  const shape = shapes.get(schema) ?? readShape(schema);
  shapes.set(schema, shape);
  return shape;
}

function readShape(schema: unknown): Shape {
  if (!Array.isArray(schema)) return simpleShape(schema);
  const [kind] = schema as unknown[];
  if (kind === 3) return { kind: 'structure', members: membersOf(schema) };
  if (kind === 1) return { kind: 'list', item: () => shapeOf(unannotated(schema[4])) };
  return simpleShape(schema[4]);
}

function simpleShape(type: unknown): Shape {
  if (typeof type === 'number' && type & LIST) return { kind: 'list', item: () => simpleShape(type - LIST) };
  if (TIMESTAMPS.includes(type)) return { kind: 'timestamp' };
  if (type === BLOB) return { kind: 'blob' };
  return { kind: SIMPLE[Number(type)] ?? 'string' };
}

function membersOf(schema: readonly unknown[]): ShapeMember[] {
  const [names, schemas] = [schema[4] as readonly string[], schema[5] as readonly unknown[]];
  return names.map((name, index) => {
    const { xmlName, ec2QueryName } = traitsOf(schemas[index]);
    return {
      name,
      inputName: ec2QueryName ?? capitalized(xmlName ?? name),
      outputName: xmlName ?? name,
      shape: () => shapeOf(unannotated(schemas[index])),
    };
  });
}

const isAnnotated = (schema: unknown): schema is readonly [unknown, unknown] =>
  Array.isArray(schema) && schema.length === 2;

const unannotated = (schema: unknown): unknown => (isAnnotated(schema) ? schema[0] : schema);

function traitsOf(schema: unknown): { xmlName?: string; ec2QueryName?: string } {
  const traits = isAnnotated(schema) ? schema[1] : undefined;
  return typeof traits === 'object' && traits !== null ? traits : {};
}

const capitalized = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
