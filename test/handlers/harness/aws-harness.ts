import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClientConfig, configOf, pointClientsAt } from './client-config';
import { type FaultyProxy, startFaultyProxy } from './faulty-proxy';
import {
  type ManualClock,
  manualClock,
  type Operation,
  type Service,
  startMoto,
  startHandlersEndpoint,
  testEcr,
} from './local-endpoint';
import { type PipelineHistory, pipelineHistory } from './pipeline-history';

/** moto and the local endpoint's ECR, beside pipelines whose history a test writes, behind a proxy that can fail. */
export interface AwsHarness {
  readonly history: PipelineHistory;
  readonly proxy: FaultyProxy;
  /** The clock of ECR. */
  readonly clock: ManualClock;
  /** Answers of ECR, or of ECS about its services, that replace the real ones, by operation. */
  readonly overrides: Map<string, Operation>;
  /** Of clients that call the endpoint past the proxy. */
  readonly direct: ClientConfig;
  close(): Promise<void>;
}

/** moto's ECS, with one operation that a test may override. */
const ECS: Service = {
  name: 'ecs',
  otherwise: 'forward',
  operations: { DescribeServices: async (_, { forward }) => (await forward?.()) as object },
};

/** Starts everything, and points the AWS clients of this process at the proxy. */
export async function startAwsHarness(): Promise<AwsHarness> {
  const folder = await mkdtemp(join(tmpdir(), 'handlers-test-'));
  const closing = new AbortController();
  const moto = await startMoto({ folder, closing: closing.signal });
  const history = pipelineHistory();
  const clock = manualClock();
  const overrides = new Map<string, Operation>();
  let url = '';
  const ecr = testEcr({
    clock,
    folder,
    closing: closing.signal,
    config: (region) => configOf(url, region),
  });
  const endpoint = await startHandlersEndpoint({
    moto: moto.url,
    services: [...history.services, withOverrides(ecr.service, overrides), withOverrides(ECS, overrides)],
    observers: ecr.observers,
  });
  url = endpoint.url;
  const proxy = await startFaultyProxy(url);
  pointClientsAt(proxy.url);
  return {
    history,
    proxy,
    clock,
    overrides,
    direct: configOf(url),
    close: async () => {
      closing.abort();
      await proxy.close();
      await endpoint.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function withOverrides(service: Service, overrides: ReadonlyMap<string, Operation>): Service {
  const operations = Object.entries(service.operations).map(([name, operation]) => [
    name,
    ((input, context) => (overrides.get(name) ?? operation)(input, context)) satisfies Operation,
  ]);
  return { ...service, operations: Object.fromEntries(operations) as Service['operations'] };
}
