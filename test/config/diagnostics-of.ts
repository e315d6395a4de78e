import { parseSpec } from '../../lib/config/read-config';
import type { Commits, Pipeline, Spec } from '../../lib/config/model';
import { type Problem, SpecError } from '../../lib/config/config-error';

/** A spec that is right, for tests to change one thing in. */
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
export const EXISTING = `{ existing: { cluster: main, service: web, productionListener: "arn:aws:elasticloadbalancing:ap-northeast-1:111111111111:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2", targetGroups: [web-1, web-2], taskRoles: ["arn:aws:iam::111111111111:role/task"] } }`;

/** {@link RIGHT} with some text replaced. @throws Error where the text is not there */
export function changed(...changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`not in the spec: ${from}`);
    return text.replace(from, to);
  }, RIGHT);
}

/** What is wrong with a text; empty where nothing is. */
export function problemsOf(text: string): readonly Problem[] {
  try {
    parseSpec(text, 'pipelines.yaml');
    return [];
  } catch (error) {
    if (error instanceof SpecError) return error.problems;
    throw error;
  }
}

/** The one problem of a text. */
export function problemOf(text: string): Problem {
  const problems = problemsOf(text);
  expect(problems.map(({ path, rule }) => `${path}: ${rule}`)).toHaveLength(1);
  return problems[0] as Problem;
}

/** Reads {@link RIGHT} with changes. */
export function specOf(...changes: readonly (readonly [from: string, to: string])[]): Spec {
  return parseSpec(changed(...changes), 'pipelines.yaml');
}

/** A spec of each kind that starts from a commit, for tests to change one thing in. */
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
    if (!text.includes(from)) throw new Error(`not in the spec: ${from}`);
    return text.replace(from, to);
  }, COMMITS);
}

/** Reads {@link COMMITS} with changes. */
export function commitsOf(...changes: readonly (readonly [from: string, to: string])[]): Spec {
  return parseSpec(commits(...changes), 'pipelines.yaml');
}

/** The git source and the build of a pipeline that starts from a commit. */
export function fromGit(pipeline: Pipeline | undefined): Commits {
  if (pipeline?.source.from !== 'git') throw new Error(`${pipeline?.name} does not start from a commit`);
  return pipeline.source;
}
