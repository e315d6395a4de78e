import { ConfigError, type LocatedDiagnostic } from '../../lib/config/config-error';
import type { LambdaPipeline } from '../../lib/kinds/lambda/config/model';
import { parseConfig } from '../../lib/load-config';

/** A config that is right, for tests to change one thing in. */
export const LAMBDA_CONFIG = `prefix: shop
environments:
  stg: { account: "111111111111", region: ap-northeast-1 }
pipelines:
  quotes:
    kind: lambda
    source: { git: { codecommit: true, repository: quotes } }
    checks: {}
    build: { buildspec: buildspec.yml }
    functions:
      api: { code: dist/api, handler: index.handler, runtime: nodejs22.x }
    deploy: {}
    environments:
      stg: {}
`;

/** {@link LAMBDA_CONFIG} with some text replaced. @throws Error where the text is not there */
export const lambdaConfig = (...changes: readonly (readonly [from: string, to: string])[]): string =>
  changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`not in the config: ${from}`);
    return text.replace(from, to);
  }, LAMBDA_CONFIG);

/** The first pipeline of a config. */
export const lambdaPipeline = (text: string): LambdaPipeline =>
  parseConfig(text, 'pipelines.yaml').pipelines[0] as LambdaPipeline;

/** What is wrong with a config; empty where nothing is. */
export function lambdaDiagnostics(text: string): readonly LocatedDiagnostic[] {
  try {
    parseConfig(text, 'pipelines.yaml');
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.diagnostics;
    throw error;
  }
}
