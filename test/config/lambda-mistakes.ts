import type { LocatedDiagnostic } from '../../lib/config/config-error';
import { lambdaConfig, lambdaDiagnostics } from './lambda-config';

/** A mistake in the config of tests, and where it is to be found. */
export interface Mistake {
  readonly from: string;
  readonly to: string;
  /** Without `pipelines.quotes.`. */
  readonly path: string;
  readonly position: `${number}:${number}`;
  /** Part of the rule. */
  readonly rule: string;
}

/** The function of the config of tests. */
export const API = '{ code: dist/api, handler: index.handler, runtime: nodejs22.x }';

/** The same with another key. */
export const withKey = (key: string): string => API.replace(' }', `, ${key} }`);

/** Expects a mistake to be the only one that is found, and where it is. */
export function expectMistake({ from, to, path, position, rule }: Mistake): void {
  const diagnostics = lambdaDiagnostics(lambdaConfig([from, to]));
  expect(diagnostics.map((one) => `${one.path}: ${one.rule}`)).toHaveLength(1);
  const [found] = diagnostics as [LocatedDiagnostic];
  expect(found.path).toBe(`pipelines.quotes.${path}`);
  expect(found.rule).toContain(rule);
  expect(`${found.position?.line}:${found.position?.column}`).toBe(position);
}
