import {
  type ManualClock,
  manualClock,
  startTestEndpoint,
  testService,
} from '@pipeline-factory/local-endpoint/testing';
import type { LocalService } from '../../../local-endpoint/kit/local-service';
import type { Operation } from '../../../local-endpoint/kit/operation';
import { ecr } from '../../../local-endpoint/services/ecr/service';
import { type ClientConfig, pointClientsAt } from './client-config';
import { type FaultyProxy, startFaultyProxy } from './faulty-proxy';
import { type PipelineHistory, pipelineHistory } from './pipeline-history';

/** moto and the local endpoint's ECR, beside pipelines whose history a test writes, behind a proxy that can fail. */
export interface AwsHarness {
  readonly history: PipelineHistory;
  readonly proxy: FaultyProxy;
  /** The clock of ECR. */
  readonly clock: ManualClock;
  /** Answers that replace those of ECR, of ECS about services and task definitions, or of the history, by operation. */
  readonly overrides: Map<string, Operation>;
  /** Of clients that call the endpoint past the proxy. */
  readonly direct: ClientConfig;
  close(): Promise<void>;
}

const fromMoto: Operation = async (_, { forward }) => (await forward?.()) as object;

/** moto's ECS, with operations that a test may override. */
const ECS = testService('ecs', {
  operations: { DescribeServices: fromMoto, DescribeTaskDefinition: fromMoto },
});

/** Starts everything, and points the AWS clients of this process at the proxy. */
export async function startAwsHarness(): Promise<AwsHarness> {
  const history = pipelineHistory();
  const overrides = new Map<string, Operation>();
  const endpoint = await startTestEndpoint({
    clock: manualClock(new Date()), // so that credentials are valid for the clients, which have the machine's time
    services: [...history.services, ecr, ECS].map((service) => withOverrides(service, overrides)),
  });
  const { clock } = endpoint;
  const proxy = await startFaultyProxy(endpoint.reachable);
  pointClientsAt(proxy.url);
  return {
    history,
    proxy,
    clock,
    overrides,
    direct: endpoint.client(),
    close: async () => {
      await proxy.close();
      await endpoint.close();
    },
  };
}

function withOverrides(service: LocalService, overrides: ReadonlyMap<string, Operation>): LocalService {
  return {
    ...service,
    create(context) {
      const parts = service.create?.(context) ?? {};
      const operations = Object.entries(parts.operations ?? {}).map(([name, operation]) => [
        name,
        ((input, call) => (overrides.get(name) ?? operation)(input, call)) satisfies Operation,
      ]);
      return { ...parts, operations: Object.fromEntries(operations) as Record<string, Operation> };
    },
  };
}
