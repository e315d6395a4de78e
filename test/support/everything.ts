import {
  CHECKED_PIPELINE,
  COMMITTED_PIPELINE,
  EXISTING_FLEET_PIPELINE,
  EXISTING_PIPELINE,
  FLEET_PIPELINE,
  FULL_LAMBDA_PIPELINE,
  LAMBDA_PIPELINE,
  OWNED_PIPELINE,
  ROLLING_PIPELINE,
  configText,
} from './configs';

/** For {@link everything}: a hardened environment. */
export const HARDENED = 'hardened: true, ';

/**
 * What no single application would have at once: four images, CloudTrail, traffic of its own making, sources kept, a CI with a role; commits of every kind.
 * What is given is in front of the keys of each environment.
 */
export const everything = ({ stg = '', prd = '' } = {}): string =>
  configText(PIPELINES).replace('stg: { ', `stg: { ${stg}`).replace('prd: { ', `prd: { ${prd}`);

const PIPELINES = `${EXISTING_PIPELINE}
  api:
    kind: ecs-blue-green
    source:
      images: [{ ecr: api }, { ecr: proxy, tag: stable }, { ecr: logs }, { ecr: agent, existing: true }]
      settings: { s3: api-settings, trigger: cloudtrail }
      ci: { provider: github, repository: acme/api }
    deploy: { traffic: { canary: { percentage: 25, interval: 7m } }, rollbackOn: [] }
    environments: { stg: {} }
${OWNED_PIPELINE.replace('  web:', '  site:').replaceAll('web', 'site')}
${ROLLING_PIPELINE.replace('  web:', '  rolled:')
  .replaceAll('web', 'rolled')
  .replace('acme/rolled', 'acme/rolled, pullRequest: { branches: [main] }, pullRequestEnvironment: stg')}
${CHECKED_PIPELINE}
${COMMITTED_PIPELINE}
${FLEET_PIPELINE}
${EXISTING_FLEET_PIPELINE}
${LAMBDA_PIPELINE}
${FULL_LAMBDA_PIPELINE}
  cards:
    kind: lambda
    source: { code: { s3: cards-code }, ci: { provider: github, repository: acme/cards } }
    functions: { card: { code: ., handler: index.handler, runtime: nodejs22.x } }
    environments: { stg: {} }`;
