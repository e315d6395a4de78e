import type { HeaderFields } from '../../kit/http/header-fields';
import type { Member, OperationSchema } from './schema';

/** The parts of a REST request that decide on its operation. */
export interface RestRequest {
  readonly method: string;
  /** Decoded segments of the path. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: HeaderFields;
}

/** An operation and the values of its path's labels. */
export interface RouteMatch {
  readonly schema: OperationSchema;
  readonly labels: Readonly<Record<string, string>>;
}

interface OperationRoute {
  readonly schema: OperationSchema;
  readonly segments: readonly string[];
  readonly literals: readonly (readonly [string, string])[];
  readonly required: readonly Member[];
}

/**
 * Returns a function that finds the operation of a REST request: of the operations whose method, path, literal query and
 * required members all match, the most specific one (`UploadPartCopy` before `UploadPart` before `PutObject`).
 */
export function createRouter(
  operations: readonly OperationSchema[],
): (request: RestRequest) => RouteMatch | undefined {
  const routes = operations.map(routeOf).sort((a, b) => specificity(b) - specificity(a));
  return (request) => {
    for (const route of routes) {
      if (route.schema.method !== request.method || !matches(route, request)) continue;
      const labels = bind(route.segments, request.segments);
      if (labels) return { schema: route.schema, labels };
    }
    return undefined;
  };
}

/** The members of a request that are not in its body. */
export function boundInput({ schema, labels }: RouteMatch, request: RestRequest): Record<string, unknown> {
  const input: Record<string, unknown> = { ...labels };
  for (const member of schema.input) {
    const text = valueOf(member, request);
    if (text !== undefined) input[member.name] = typed(member, text);
    if (member.location === 'headers') addPrefixed(input, member, request.headers);
  }
  return input;
}

function routeOf(schema: OperationSchema): OperationRoute {
  const [path = '', search = ''] = schema.uri.split('?');
  const literals = [...new URLSearchParams(search)].filter(([name]) => name !== 'x-id');
  const required = schema.input.filter(
    ({ required, location }) => required && (location === 'query' || location === 'header'),
  );
  return { schema, segments: path.split('/').filter(Boolean), literals, required };
}

/** Literal path segments count too: `/functions/{FunctionName}` must not match what has a literal of its own there. */
const specificity = (route: OperationRoute): number =>
  route.literals.length +
  route.required.length +
  route.segments.filter((segment) => !segment.startsWith('{')).length;

function matches({ literals, required }: OperationRoute, request: RestRequest): boolean {
  return (
    literals.every(
      ([name, value]) => request.query.has(name) && (value === '' || request.query.get(name) === value),
    ) && required.every((member) => valueOf(member, request) !== undefined)
  );
}

function bind(template: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  const labels: Record<string, string> = {};
  for (const [index, part] of template.entries()) {
    const greedy = part.endsWith('+}');
    const value = greedy ? segments.slice(index).join('/') : segments[index];
    if (value === undefined || value === '') return undefined;
    if (part.startsWith('{')) labels[part.slice(1, greedy ? -2 : -1)] = value;
    else if (part !== value) return undefined;
    if (greedy) return labels;
  }
  return template.length === segments.length ? labels : undefined;
}

function valueOf(member: Member, { query, headers }: RestRequest): string | undefined {
  if (member.location === 'query') return query.get(member.wireName) ?? undefined;
  if (member.location === 'header') return headers.get(member.wireName) ?? undefined;
  return undefined;
}

function typed(member: Member, text: string): unknown {
  if (member.type === 'number') return Number(text);
  return member.type === 'boolean' ? text.toLowerCase() === 'true' : text;
}

function addPrefixed(input: Record<string, unknown>, member: Member, headers: HeaderFields): void {
  const found = [...headers].filter(([name]) => name.startsWith(member.wireName));
  if (found.length === 0) return;
  input[member.name] = Object.fromEntries(
    found.map(([name, value]) => [name.slice(member.wireName.length), value]),
  );
}
