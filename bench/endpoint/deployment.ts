import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withoutAws } from '@pipeline-factory/local-endpoint';
import type { Side } from '../measure/baseline';
import { commandCost } from '../measure/command-cost';
import type { TreeUse } from './process-tree';
import { ACCOUNT, type EndpointProcess, REGION, startEndpointProcess } from './endpoint-process';

/** What a deployment cost. */
export interface DeploymentCost {
  /** Of `cdk deploy`, by the clock on the wall. */
  readonly seconds: number;
  /** Of cdk and of the endpoint with all its processes, seconds. */
  readonly cpu: number;
  /** Of the endpoint alone. */
  readonly endpointCpu: number;
  /** Calls that reached moto. */
  readonly motoCalls: number;
}

/** What an endpoint with many pipelines costs. */
export interface DeploymentsCost {
  readonly first: DeploymentCost;
  /** The same again, unchanged. */
  readonly again: DeploymentCost;
  /** Of the endpoint with all its processes, some seconds after the deployments. */
  readonly atRest: TreeUse;
}

/** Long enough for what ends when it is idle, and for V8, which returns memory of a process at rest after some time. */
const REST_MILLISECONDS = 90_000;

/**
 * Deploys so many pipelines to a new endpoint of a side with that side's own app and cdk, and then once more. The
 * synthesis is not measured.
 */
export async function measureDeployments(side: Side, pipelines: number): Promise<DeploymentsCost> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-deploy-'));
  const endpoint = await startEndpointProcess(side);
  try {
    const config = join(folder, 'pipelines.yaml');
    writeFileSync(config, configOf(pipelines));
    const assembly = join(folder, 'assembly');
    mkdirSync(assembly);
    const cdk = (...words: string[]) => runCdk(side, endpoint, config, words);
    await cdk('synth', '--quiet', '--output', assembly);
    await cdk('bootstrap', `aws://${ACCOUNT}/${REGION}`, '--app', assembly);
    const deploy = () =>
      deploymentCost(endpoint, () =>
        cdk('deploy', '--all', '--app', assembly, '--require-approval', 'never'),
      );
    const [first, again] = [await deploy(), await deploy()];
    await new Promise((resolve) => setTimeout(resolve, REST_MILLISECONDS));
    return { first, again, atRest: endpoint.use() };
  } finally {
    await endpoint.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function deploymentCost(
  endpoint: EndpointProcess,
  deploy: () => ReturnType<typeof commandCost>,
): Promise<DeploymentCost> {
  const before = { cpu: endpoint.use().cpuSeconds, calls: endpoint.motoCalls() };
  const { cpu, elapsed: seconds } = await deploy();
  const endpointCpu = endpoint.use().cpuSeconds - before.cpu;
  return { seconds, cpu: cpu + endpointCpu, endpointCpu, motoCalls: endpoint.motoCalls() - before.calls };
}

function runCdk(side: Side, { url }: EndpointProcess, config: string, words: readonly string[]) {
  return commandCost([process.execPath, 'node_modules/aws-cdk/bin/cdk', ...words], {
    cwd: side.folder,
    env: {
      ...(withoutAws({}) as Record<string, string>),
      AWS_ENDPOINT_URL: url,
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_ACCESS_KEY_ID: ACCOUNT,
      AWS_SECRET_ACCESS_KEY: 'bench',
      CI: 'true',
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      PIPELINE_FACTORY_CONFIG: config,
      PIPELINE_FACTORY_SPEC: config, // its name in commits before the config was called so
    },
  });
}

/** Pipelines that own all that they release to, in one environment. */
function configOf(pipelines: number): string {
  const entry = (name: string) => `
  ${name}:
    kind: ecs-blue-green
    source: { image: { ecr: ${name}, tag: latest }, settings: { s3: ${name}-settings, key: settings.zip } }
    deploy: { traffic: all-at-once, blueTerminationWait: 5m, rollbackOn: [failure, stop, alarm] }
    service: { container: app, port: 8080, healthCheckPath: /health }
    environments: { stg: {} }`;
  const names = Array.from({ length: pipelines }, (_, index) => `shop${index}`);
  return `prefix: bench
environments:
  stg: { account: "${ACCOUNT}", region: ${REGION} }
pipelines:${names.map(entry).join('')}
`;
}
