import { MODULES } from '../process/sdk';

/** A route of a REST service: the method, the segments of its path, and the operation. */
type Route = readonly [method: string, segments: readonly string[], operation: string];

/** An operation in the description that the SDK's client of a service exports: `[9, namespace, name, { http }, …]`. */
type Described = readonly [
  kind: 9,
  namespace: string,
  name: string,
  traits: { readonly http?: readonly [method: string, path: string, ...rest: unknown[]] },
];

function isDescribed(one: unknown): one is Described {
  return Array.isArray(one) && one[0] === 9;
}

const routeOf = ([, , name, { http: [method, path] = ['', ''] }]: Described): Route => [
  method,
  segmentsOf(path),
  name,
];

const segmentsOf = (path: string): string[] => (path.split('?')[0] ?? '').split('/').filter(Boolean);

/** Lambda is the REST service that functions call, S3 aside. */
const ROUTES: readonly Route[] = Object.values(MODULES.lambda?.[0] ?? {}).flatMap((one) =>
  isDescribed(one) ? [routeOf(one)] : [],
);

/**
 * The operation of Lambda that a request to a path is.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html
 * @returns nothing where it is none
 */
export function restOperation(method: string, path: string): string | undefined {
  const segments = segmentsOf(path);
  return ROUTES.find(
    ([wanted, template]) =>
      wanted === method &&
      template.length === segments.length &&
      template.every((one, at) => one.startsWith('{') || one === segments[at]),
  )?.[2];
}
