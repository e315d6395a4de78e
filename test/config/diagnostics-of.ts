import type { Commits } from '../../lib/build/config/model';
import { ConfigError, type LocatedDiagnostic } from '../../lib/config/config-error';
import { type EcsConfig, type EcsPipeline, parseEcsConfig } from '../support/ecs-config';
import { parseConfig } from '../../lib/load-config';

/** A config that is right, for tests to change one thing in. */
export const RIGHT = `prefix: shop
environments:
  stg: { account: "111111111111", region: ap-northeast-1 }
  prd: { account: "222222222222", region: eu-west-1 }
pipelines:
  web:
    kind: ecs-blue-green
    source:
      image: { ecr: web }
      settings: { s3: "web-{environment}" }
    deploy: {}
    service: {}
    environments:
      stg: {}
      prd: {}
`;

/** The service block of one that is there already, in stg's account and region. */
export const EXISTING = `{ existing: { cluster: main, service: web, family: web, productionListener: "arn:aws:elasticloadbalancing:ap-northeast-1:111111111111:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2", targetGroups: [web-1, web-2], taskRoles: ["arn:aws:iam::111111111111:role/task"] } }`;

/** {@link RIGHT} with some text replaced. @throws Error where the text is not there */
export function changed(...changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`not in the config: ${from}`);
    return text.replace(from, to);
  }, RIGHT);
}

/** What is wrong with a text; empty where nothing is. */
export function diagnosticsOf(text: string): readonly LocatedDiagnostic[] {
  try {
    parseConfig(text, 'pipelines.yaml');
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.diagnostics;
    throw error;
  }
}

/** The one thing that is wrong with a text. */
export function diagnosticOf(text: string): LocatedDiagnostic {
  const diagnostics = diagnosticsOf(text);
  expect(diagnostics.map(({ path, rule }) => `${path}: ${rule}`)).toHaveLength(1);
  return diagnostics[0] as LocatedDiagnostic;
}

/** Reads {@link RIGHT} with changes. */
export function configOf(...changes: readonly (readonly [from: string, to: string])[]): EcsConfig {
  return parseEcsConfig(changed(...changes));
}

/** A config of each kind that starts from a commit, for tests to change one thing in. */
export const COMMITS = `prefix: shop
connections:
  github: { provider: GitHub }
environments:
  stg: { account: "111111111111", region: ap-northeast-1 }
  prd: { account: "222222222222", region: eu-west-1 }
pipelines:
  web:
    kind: ecs-rolling
    source:
      git: { connection: github, repository: acme/web, push: { branches: [main] } }
    checks: { unit-tests: test.yml }
    build: { images: { app: web, proxy: { ecr: proxy } } }
    deploy: {}
    service: {}
    environments:
      stg: {}
      prd: {}
  api:
    kind: ecs-blue-green
    source: { git: { codecommit: true, repository: api } }
    build: docker
    environments: { stg: {} }
`;

/** {@link COMMITS} with some text replaced. @throws Error where the text is not there */
export function commits(...changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`not in the config: ${from}`);
    return text.replace(from, to);
  }, COMMITS);
}

/** Reads {@link COMMITS} with changes. */
export function commitsOf(...changes: readonly (readonly [from: string, to: string])[]): EcsConfig {
  return parseEcsConfig(commits(...changes));
}

/** The git source and the build of a pipeline that starts from a commit. */
export function fromGit(pipeline: EcsPipeline | undefined): Commits {
  if (pipeline?.source.from !== 'git') throw new Error(`${pipeline?.name} does not start from a commit`);
  return pipeline.source;
}
