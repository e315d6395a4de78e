import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, type LocatedDiagnostic } from '../../lib/config/config-error';
import type { AsgBlueGreenPipeline } from '../../lib/kinds/asg-blue-green/config/model';
import { parseConfig } from '../../lib/load-config';

/** Holds the files of user data that the tests name. */
const folder = mkdtempSync(join(tmpdir(), 'fleet-config-'));
writeFileSync(join(folder, 'start.sh'), '#!/bin/sh\n');
writeFileSync(join(folder, 'long.sh'), `${'#'.repeat(16_385)}\n`);
writeFileSync(join(folder, 'binary'), Buffer.from([0x1f, 0x8b, 0xff, 0xfe]));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A config that is right, for tests to change one thing in. */
export const FLEET_CONFIG = `prefix: shop
environments:
  stg: { account: "111111111111", region: ap-northeast-1 }
pipelines:
  web:
    kind: asg-blue-green
    source: { git: { codecommit: true, repository: web } }
    checks: {}
    image: { base: { parameter: /base/x86_64 } }
    instances: { types: [t3.small] }
    fleet: { min: 2, max: 10 }
    deploy: {}
    service: {}
    environments:
      stg: {}
`;

/** A config with some text replaced. @throws Error where the text is not there */
export function withChanges(
  text: string,
  ...changes: readonly (readonly [from: string, to: string])[]
): string {
  return changes.reduce((all, [from, to]) => {
    if (!all.includes(from)) throw new Error(`not in the config: ${from}`);
    return all.replace(from, to);
  }, text);
}

/** What is wrong with a config, whose files of user data are there; empty where nothing is. */
export function fleetDiagnostics(text: string): readonly LocatedDiagnostic[] {
  try {
    parseConfig(text, join(folder, 'pipelines.yaml'));
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.diagnostics;
    throw error;
  }
}

/** The first pipeline of a config. */
export const fleetOf = (text: string) =>
  parseConfig(text, join(folder, 'pipelines.yaml')).pipelines[0] as AsgBlueGreenPipeline;

/** A change to a config that is right, and the diagnostic that it gives. */
export interface FleetCase {
  readonly from: string;
  readonly to: string;
  /** Without `pipelines.web.`. */
  readonly path: string;
  readonly position: `${number}:${number}`;
  /** Part of the rule. */
  readonly rule: string;
  readonly got?: string;
}

/** A test for each case: the change gives its diagnostic, and no other. */
export function describeCases(name: string, config: string, cases: readonly FleetCase[]): void {
  describe(name, () => {
    test.each(cases.map((one) => [`${one.path}: ${one.rule}`, one] as const))('%s', (_name, one) => {
      const diagnostics = fleetDiagnostics(withChanges(config, [one.from, one.to]));
      expect(diagnostics.map(({ path, rule }) => `${path}: ${rule}`)).toHaveLength(1);
      const [{ path, rule, position, got }] = diagnostics as [LocatedDiagnostic];
      expect(path).toBe(`pipelines.web.${one.path}`);
      expect(rule).toContain(one.rule);
      expect(`${position?.line}:${position?.column}`).toBe(one.position);
      if (one.got !== undefined) expect(got).toBe(one.got);
    });
  });
}
